import { findRedisServer, RedisServer, type RedisServerOptions } from './redis-server';

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
  const server = new RedisServer(options);
  if (findRedisServer() === undefined) {
    describe.skip(`${name} (skipped: no redis-server on PATH)`, () => suite(server));
    return;
  }
  describe(name, () => {
    beforeAll(() => server.start());
    afterAll(() => server.remove());
    suite(server);
  });
}
