import type { Clock } from '@repo/foundation';
import type { RedisConnection } from '@repo/redis';
import { UnverifiableError } from '../authentication/unverifiable.error';
import { RedisAttempts } from '../limits/redis-attempts';
import type { SeenStore } from './seen-store';

/** In Redis, which forgets by itself. */
export class RedisSeen implements SeenStore {
  private readonly attempts: RedisAttempts;

  constructor(
    redis: RedisConnection,
    private readonly prefix: string,
    private readonly clock: Clock,
  ) {
    this.attempts = new RedisAttempts(redis, clock);
  }

  async add(key: string, endsAt: number): Promise<boolean> {
    const lastsMs = Math.max(1, Math.ceil(endsAt - this.clock.now()));
    const name = `${this.prefix}:seen:${key}`;
    const set = await this.attempts.run((redis) => redis.set(name, '1', 'PX', lastsMs, 'NX'));
    if (set === undefined) throw new UnverifiableError();
    return set === 'OK';
  }
}
