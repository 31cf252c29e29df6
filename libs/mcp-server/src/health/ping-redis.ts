import { withTimeout } from '@repo/foundation';
import type { RedisConnection } from '@repo/redis';

/** Milliseconds: a probe is answered though Redis hangs. */
const TIMEOUT_MS = 500;

/** @throws {Error} in words of our own: an error's message may hold more than everybody should read */
export async function pingRedis(redis: RedisConnection): Promise<void> {
  if (redis.status !== 'ready') throw new Error('There is no connection.');
  const answered = redis.ping().catch(() => {
    throw new Error('It refused to answer.');
  });
  await withTimeout(TIMEOUT_MS, answered, () => {
    throw new Error(`No answer within ${TIMEOUT_MS} ms.`);
  });
}
