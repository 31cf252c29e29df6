import type { Clock } from '@repo/foundation';
import type { RedisConnection } from '@repo/redis';
import type { RateLimiterRedis } from 'rate-limiter-flexible';
import { RedisAttempts } from './redis-attempts';

/** What Redis knows of a key. */
export interface SharedCount {
  readonly counted: number;
  /** Milliseconds until the window ends. */
  readonly resetMs: number;
}

/** Counts in Redis, over all replicas. Whoever asks goes on without it when it is away. */
export class SharedCounts {
  private readonly limiter: RateLimiterRedis;
  private readonly attempts: RedisAttempts;

  /**
   * @param prefix of the deployment's keys
   * @param timeoutMs how long a request waits for Redis
   */
  constructor(redis: RedisConnection, prefix: string, clock: Clock, timeoutMs?: number) {
    // Loaded here: no start without Redis should wait for it.
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- at once, unlike `import()`
    const library = require('rate-limiter-flexible') as typeof import('rate-limiter-flexible');
    this.attempts = new RedisAttempts(redis, clock, timeoutMs);
    this.limiter = new library.RateLimiterRedis({
      storeClient: redis,
      keyPrefix: `${prefix}:limit`,
      points: 1,
      duration: 60,
    });
  }

  /**
   * Adds to a count, and learns what it has come to.
   *
   * @param windowMs of a new window; Redis keeps whole seconds
   * @returns undefined when Redis is away
   */
  async add(key: string, count: number, windowMs: number): Promise<SharedCount | undefined> {
    return this.attempts.run(async () => {
      const customDuration = Math.ceil(windowMs / 1000);
      const found = await this.limiter.penalty(key, count, { customDuration });
      return { counted: found.consumedPoints, resetMs: found.msBeforeNext };
    });
  }
}
