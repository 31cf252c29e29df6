import { type Clock, withTimeout } from '@repo/foundation';
import type { RedisConnection } from '@repo/redis';

/** Milliseconds. A Redis that is slower counts as away: requests wait for it. */
const TIMEOUT_MS = 250;
/** Milliseconds before a Redis that is away is asked again. */
const RETRY_AFTER_MS = 1000;

/** Commands to a Redis that nobody waits for long: whoever asks goes on without it when it is away. */
export class RedisAttempts {
  private unavailableUntil = 0;

  /** @param timeoutMs how long a request waits for Redis */
  constructor(
    private readonly redis: RedisConnection,
    private readonly clock: Clock,
    private readonly timeoutMs = TIMEOUT_MS,
  ) {}

  /** @returns undefined when Redis is away */
  async run<T>(command: (redis: RedisConnection) => Promise<T>): Promise<T | undefined> {
    if (this.clock.now() < this.unavailableUntil || this.redis.status !== 'ready') return undefined;
    try {
      return await withTimeout(this.timeoutMs, command(this.redis));
    } catch {
      // That it is away is logged where the connection is.
      this.unavailableUntil = this.clock.now() + RETRY_AFTER_MS;
      return undefined;
    }
  }
}
