import { once } from 'node:events';
import { loadConfig } from '@repo/config';
import { Logger } from '@nestjs/common';
import { closeRedis } from './close-redis';
import { openRedis, type RedisConnection } from './open-redis';
import { describeWithRedisCluster } from './testing';
import { freePort } from '@repo/foundation/testing';

describeWithRedisCluster('a Cluster', (cluster) => {
  let redis: RedisConnection;
  beforeAll(async () => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    const away = `127.0.0.1:${await freePort()}`;
    redis = openRedis(loadConfig({ REDIS_URL: cluster.url.replace('//', `//${away},`) }).redis);
    await once(redis, 'ready');
  });
  afterAll(async () => {
    await closeRedis(redis);
    jest.restoreAllMocks();
  });

  it('is found by its nodes, though one address is away, and stores on all of them', async () => {
    const keys = Array.from({ length: 50 }, (_, index) => `key ${index}`);
    await Promise.all(keys.map((key) => redis.set(key, key)));
    expect(await Promise.all(keys.map((key) => redis.get(key)))).toEqual(keys);
    const nodes = redis.isCluster && 'nodes' in redis ? redis.nodes('master') : [];
    const sizes = await Promise.all(nodes.map((node) => node.dbsize()));
    expect(sizes).toHaveLength(3);
    expect(Math.min(...sizes)).toBeGreaterThan(0);
  });

  it('runs scripts and transactions over keys of one hash tag', async () => {
    const script = `redis.call('SET', KEYS[1], ARGV[1]) return redis.call('GET', KEYS[2])`;
    await redis.set('{tag}:b', 'b');
    expect(await redis.eval(script, 2, '{tag}:a', '{tag}:b', 'a')).toBe('b');
    const done = await redis.multi().del('{tag}:a').set('{tag}:c', 'c').exec();
    expect(done).toEqual([
      [null, 1],
      [null, 'OK'],
    ]);
  });
});
