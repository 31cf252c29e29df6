import { type Clock, withTimeout } from '@repo/foundation';
import type { RedisConnection } from '@repo/redis';
import type { RateLimiterRedis } from 'rate-limiter-flexible';

/** What Redis knows of a key. */
export interface SharedCount {
  readonly counted: number;
  /** Milliseconds until the window ends. */
  readonly resetMs: number;
}

/** Milliseconds. A Redis that is slower counts as away: requests wait for it. */
const TIMEOUT_MS = 250;
/** Milliseconds before a Redis that is away is asked again. */
const RETRY_AFTER_MS = 1000;

/** Counts in Redis, over all replicas. Whoever asks goes on without it when it is away. */
export class SharedCounts {
  private readonly limiter: RateLimiterRedis;
  private unavailableUntil = 0;

  /**
   * @param prefix of the deployment's keys
   * @param timeoutMs how long a request waits for Redis
   */
  constructor(
    private readonly redis: RedisConnection,
    prefix: string,
    private readonly clock: Clock,
    private readonly timeoutMs = TIMEOUT_MS,
  ) {
    // Loaded here: no start without Redis should wait for it.
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- at once, unlike `import()`
    const library = require('rate-limiter-flexible') as typeof import('rate-limiter-flexible');
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
    return this.run(async () => {
      const customDuration = Math.ceil(windowMs / 1000);
      const found = await this.limiter.penalty(key, count, { customDuration });
      return { counted: found.consumedPoints, resetMs: found.msBeforeNext };
    });
  }

  /** Sets a count for a time of its own. */
  async set(key: string, count: number, windowMs: number): Promise<void> {
    await this.run(() => this.limiter.set(key, count, Math.ceil(windowMs / 1000)));
  }

  private async run<T>(command: () => Promise<T>): Promise<T | undefined> {
    if (this.clock.now() < this.unavailableUntil || this.redis.status !== 'ready') return undefined;
    try {
      return await withTimeout(this.timeoutMs, command());
    } catch {
      // That it is away is logged where the connection is.
      this.unavailableUntil = this.clock.now() + RETRY_AFTER_MS;
      return undefined;
    }
  }
}
