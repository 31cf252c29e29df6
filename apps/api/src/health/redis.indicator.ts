import { withTimeout } from '@repo/foundation';
import { REDIS, type RedisConnection } from '@repo/redis';
import { Inject, Injectable, Optional } from '@nestjs/common';
import type { HealthIndicatorResult } from '@nestjs/terminus';

/** Milliseconds: a probe is answered though Redis hangs. */
const TIMEOUT_MS = 500;

/** Always up, since the process serves without Redis as well; says when it has to. */
@Injectable()
export class RedisIndicator {
  constructor(@Optional() @Inject(REDIS) private readonly redis: RedisConnection | undefined) {}

  get isUsed(): boolean {
    return this.redis !== undefined;
  }

  async check(): Promise<HealthIndicatorResult<'redis'>> {
    const fault = this.redis === undefined ? undefined : await faultOf(this.redis);
    return fault === undefined
      ? { redis: { status: 'up', state: 'connected' } }
      : { redis: { status: 'up', state: 'away', degraded: true, reason: fault } };
  }
}

/** In words of our own: an error's message may hold more than a probe should tell. */
async function faultOf(redis: RedisConnection): Promise<string | undefined> {
  if (redis.status !== 'ready') return 'There is no connection.';
  const answered = redis.ping().then(
    () => undefined,
    () => 'It refused to answer.',
  );
  return withTimeout(TIMEOUT_MS, answered, () => `No answer within ${TIMEOUT_MS} ms.`);
}
