import { RateLimitConfig } from '@repo/config';
import { addressKey, callerKey, RequestQuota, type Client } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import { Counters } from './counters';
import type { Wait } from './limit';
import { RateLimitedError } from './rate-limited.error';

/**
 * Characters of a body that count as one request more: what a megabyte costs to read and to check,
 * a hundred small requests cost.
 */
const BODY_UNIT = 65_536;

/** How many requests a caller, or an address without one, may make: `RATE_LIMIT_REQUESTS`. */
@Injectable()
export class RequestLimits extends RequestQuota {
  constructor(
    private readonly counters: Counters,
    private readonly limit: RateLimitConfig,
  ) {
    super();
  }

  /**
   * Counts a request, or several. A promise only where other replicas must be heard first.
   *
   * @throws {RateLimitedError} there were too many; or the promise rejects
   */
  take(caller: Client['auth'], address: string, requests = 1): void | Promise<void> {
    return this.count(keyOf(caller, address), requests);
  }

  /**
   * Counts a request with a credential that counts no more: neither against its address, where others
   * are, nor against its client, who may have a newer one.
   *
   * @throws {RateLimitedError} there were too many; or the promise rejects
   */
  takeOfEnded(caller: NonNullable<Client['auth']>): void | Promise<void> {
    return this.count(`ended:${callerKey(caller)}`, 1);
  }

  private count(key: string, requests: number): void | Promise<void> {
    const wait = this.counters.take(key, this.limit, requests);
    if (wait instanceof Promise) return wait.then((waited) => this.judge(waited));
    if (wait > 0) this.judge(wait);
  }

  override takeFurther(
    { auth, address = 'local' }: Pick<Client, 'auth' | 'address'>,
    messages: number,
  ): void | Promise<void> {
    if (messages > 0) return this.take(auth, address, messages);
  }

  override giveBack({ auth, address = 'local' }: Pick<Client, 'auth' | 'address'>): void {
    this.counters.giveBack(keyOf(auth, address));
  }

  /**
   * Counts the body of a request that was taken: one more for each 64 Ki characters, and never more
   * than a whole window has.
   *
   * @throws {RateLimitedError} there was too much; or the promise rejects
   */
  takeBody(caller: Client['auth'], address: string, characters: number): void | Promise<void> {
    const requests = Math.min(Math.floor(characters / BODY_UNIT), this.limit.requests - 1);
    if (requests > 0) return this.take(caller, address, requests);
  }

  private judge(wait: Wait): void {
    if (wait === 0) return;
    const { requests, windowMs } = this.limit;
    const message = `Too many requests: ${requests} are allowed in ${windowMs / 1000} s.`;
    throw new RateLimitedError(message, 'requests', this.limit, wait);
  }
}

function keyOf(caller: Client['auth'], address: string): string {
  return caller === undefined ? addressKey(address) : callerKey(caller);
}
