import type { RedisServerOptions } from './redis-arguments';
import { RedisCluster } from './redis-cluster';
import { RedisSentinel } from './redis-sentinel';
import { findRedisServer, RedisServer } from './redis-server';

/** What a suite starts before its first test and removes after its last. */
interface Startable {
  start(): Promise<void>;
  remove(): Promise<void>;
}

/**
 * A suite with a Redis of its own, which runs before its first test and is gone after its last.
 * Without a `redis-server` on PATH it is skipped, which it tells on stderr; in CI it fails.
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
  if (findRedisServer() === undefined && !isCi()) {
    process.stderr.write(`Skipped, since no redis-server is on PATH: ${name}\n`);
    describe.skip(`${name} (skipped: no redis-server on PATH)`, () => suite(started));
    return;
  }
  describe(name, () => {
    beforeAll(() => started.start());
    suite(started);
    // Jest keeps their order: what the suite has opened is closed while there is a Redis to say so to.
    afterAll(() => started.remove());
  });
}

/** Every CI sets it. There nobody reads what was skipped, so the start of the Redis fails the suite. */
function isCi(): boolean {
  return !['', '0', 'false'].includes(process.env['CI'] ?? '');
}
