import type { RedisServerOptions } from './redis-arguments';
import { RedisCluster } from './redis-cluster';
import { RedisSentinel } from './redis-sentinel';
import { findRedisServer, RedisServer } from './redis-server';

/** Milliseconds. Several processes get to know each other, on a machine that may have other work. */
const START_MS = 30_000;

/** What a suite starts before its first test and removes after its last. */
interface Startable {
  start(): Promise<void>;
  remove(): Promise<void>;
}

/**
 * A suite with a Redis of its own, which runs before its first test and is gone after its last.
 * Where no `redis-server` is on PATH, the suite says so in its name and is skipped.
 *
 * @example
 * describeWithRedis('a limit that replicas share', (redis) => {
 *   it('…', () => openRedis(loadConfig({ REDIS_URL: redis.url }).redis));
 * });
 */
export function describeWithRedis(
  name: string,
  suite: (redis: RedisServer) => void,
  options: RedisServerOptions = {},
): void {
  describeWith(new RedisServer(options), name, suite);
}

/** The same, with a Cluster. */
export function describeWithRedisCluster(
  name: string,
  suite: (cluster: RedisCluster) => void,
): void {
  describeWith(new RedisCluster(), name, suite);
}

/** The same, with a primary and its replica behind a Sentinel. */
export function describeWithRedisSentinel(
  name: string,
  suite: (sentinel: RedisSentinel) => void,
): void {
  describeWith(new RedisSentinel(), name, suite);
}

function describeWith<T extends Startable>(started: T, name: string, suite: (it: T) => void): void {
  if (findRedisServer() === undefined) {
    describe.skip(`${name} (skipped: no redis-server on PATH)`, () => suite(started));
    return;
  }
  describe(name, () => {
    beforeAll(() => started.start(), START_MS);
    suite(started);
    // Jest keeps their order: what the suite has opened is closed while there is a Redis to say so to.
    afterAll(() => started.remove());
  });
}
