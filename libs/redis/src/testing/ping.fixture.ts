import { loadConfig } from '@repo/config';
import { closeRedis } from '../close-redis';
import { openRedis } from '../open-redis';

/** Pings the Redis of `REDIS_URL`, as any process of this repository is connected to it. */
async function main(): Promise<void> {
  const redis = openRedis(loadConfig(process.env).redis, {
    enableOfflineQueue: true,
    maxRetriesPerRequest: 0,
  });
  process.stdout.write(await redis.ping());
  await closeRedis(redis);
}

void main();
