import { RateLimitConfig } from '@repo/config';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../authentication/caller';
import { addressKey, callerKey } from './caller-key';
import { Counters } from './counters';
import type { Wait } from './limit';
import { RateLimitedError } from './rate-limited.error';

/** How many requests a caller, or an address without one, may make: `RATE_LIMIT_REQUESTS`. */
@Injectable()
export class RequestLimits {
  constructor(
    private readonly counters: Counters,
    private readonly limit: RateLimitConfig,
  ) {}

  /**
   * Counts a request. A promise only where other replicas must be heard first.
   *
   * @throws {RateLimitedError} there were too many; or the promise rejects
   */
  take(caller: Caller | undefined, address: string): void | Promise<void> {
    return this.count(caller === undefined ? addressKey(address) : callerKey(caller));
  }

  /**
   * Counts a request with a credential that counts no more: neither against its address, where others
   * are, nor against its client, who may have a newer one.
   *
   * @throws {RateLimitedError} there were too many; or the promise rejects
   */
  takeOfEnded(caller: Caller): void | Promise<void> {
    return this.count(`ended:${callerKey(caller)}`);
  }

  private count(key: string): void | Promise<void> {
    const wait = this.counters.take(key, this.limit);
    if (wait instanceof Promise) return wait.then((waited) => this.judge(waited));
    if (wait > 0) this.judge(wait);
  }

  private judge(wait: Wait): void {
    if (wait === 0) return;
    const { requests, windowMs } = this.limit;
    const message = `Too many requests: ${requests} are allowed in ${windowMs / 1000} s.`;
    throw new RateLimitedError(message, 'requests', this.limit, wait);
  }
}
