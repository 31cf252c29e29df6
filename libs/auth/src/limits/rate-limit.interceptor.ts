import { RateLimitConfig } from '@repo/config';
import { Clock } from '@repo/foundation';
import {
  addressKey,
  CallInterceptor,
  callerKey,
  CallOrder,
  counterKey,
  qualifiedNameOf,
  type Call,
  type CallResult,
} from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import { Counters } from './counters';
import { RateLimitedError } from './rate-limited.error';

const DAY_MS = 86_400_000;

/**
 * Holds the limits of single tools, resources and prompts (`rateLimit` in their options) per caller,
 * and the daily quota of a client. Requests as such are counted before, by `RequestLimits`.
 */
@Injectable()
export class RateLimitInterceptor extends CallInterceptor {
  readonly order = CallOrder.rateLimit;

  constructor(
    private readonly counters: Counters,
    private readonly clock: Clock,
    private readonly config: RateLimitConfig,
  ) {
    super();
  }

  /** @throws {RateLimitedError} */
  intercept(call: Call, next: () => Promise<CallResult>): Promise<CallResult> {
    const hasLimit = call.feature.rateLimit !== undefined || this.config.daily !== undefined;
    // A task was counted when it was asked for, however often it runs.
    // Without an async function around it, which costs as much as the rest of the interceptors.
    return hasLimit && call.request.task === undefined ? this.limited(call, next) : next();
  }

  private async limited(call: Call, next: () => Promise<CallResult>): Promise<CallResult> {
    await this.takeOfFeature(call);
    await this.takeOfDay(call);
    return next();
  }

  private async takeOfFeature({ feature, client }: Call): Promise<void> {
    const { name, kind, rateLimit } = feature;
    if (rateLimit === undefined) return;
    const { auth, address = 'local' } = client;
    const caller = auth === undefined ? addressKey(address) : callerKey(auth);
    const wait = await this.counters.take(
      `${kind}:${qualifiedNameOf(feature)}:${caller}`,
      rateLimit,
    );
    if (wait === 0) return;
    const { requests, windowMs } = rateLimit;
    const message = `Too many calls of ${name}: ${requests} are allowed in ${windowMs / 1000} s.`;
    throw new RateLimitedError(message, name, rateLimit, wait);
  }

  private async takeOfDay({ client: { auth, address = 'local' } }: Call): Promise<void> {
    const { daily } = this.config;
    if (daily === undefined) return;
    const now = this.clock.now();
    const day = Math.floor(now / DAY_MS);
    const client = auth === undefined ? addressKey(address) : counterKey('client', auth.clientId);
    const limit = { requests: daily, windowMs: (day + 1) * DAY_MS - now };
    const wait = await this.counters.take(`day:${day}:${client}`, limit);
    if (wait === 0) return;
    const policy = { requests: daily, windowMs: DAY_MS };
    const message = `The quota of ${daily} calls in a day (UTC) is used up.`;
    throw new RateLimitedError(message, 'daily', policy, wait);
  }
}
