import { REDIS, type RedisConnection } from '@repo/redis';
import { until } from '@repo/foundation/testing';
import { describeWithRedis } from '@repo/redis/testing';
import { TestApi } from '../testing/api.fixture';
import { fakeOnly } from '@repo/telemetry/testing';

const LIMIT = 50;
const KEY = 'a-key-for-tests-with-enough-characters';

describeWithRedis('three replicas with one Redis', (redis) => {
  let replicas: TestApi[];
  beforeEach(async () => {
    const settings = {
      AUDIT: 'off',
      PUBLIC_URL: 'http://mcp.test',
      JWT_SECRET: 'a secret that all replicas share, for tests',
      API_KEY: KEY,
      REDIS_URL: redis.url,
      RATE_LIMIT_REQUESTS: String(LIMIT),
      RATE_LIMIT_WINDOW: '10m',
    };
    replicas = await Promise.all([1, 2, 3].map(() => TestApi.start(settings)));
  });
  afterEach(async () => {
    jest.useRealTimers();
    await Promise.all(replicas.map((replica) => replica.stop()));
  });

  /** Once all are connected, none loses its patience with Redis, as it may where all is slow. */
  async function waitPatiently(): Promise<void> {
    const redisOf = (replica: TestApi) => replica.get<RedisConnection>(REDIS as never);
    await until(() => replicas.every((replica) => redisOf(replica).status === 'ready'));
    fakeOnly('setTimeout', 'clearTimeout');
  }

  /** The statuses of so many requests of a new caller to each replica, all at once. */
  function flood(clientId: string, timesEach: number): Promise<number[]> {
    const calls = replicas.flatMap((replica) => {
      const token = replica.sign({ clientId, scopes: [], lifetime: 600 });
      const headers = { authorization: `Bearer ${token}` };
      return Array.from({ length: timesEach }, async () => {
        const answer = await replica.call('whoami', {}, { headers });
        return answer.status;
      });
    });
    return Promise.all(calls);
  }

  /** Resolves when new callers meet one limit at all replicas again; each has its own till then. */
  async function isShared(): Promise<void> {
    let round = 0;
    await until(
      async () => passed(await flood(`again ${(round += 1)}`, LIMIT)) <= LIMIT + 3,
      'a limit that is shared again',
    );
  }

  const passed = (statuses: number[]) => statuses.filter((status) => status === 200).length;

  it('let pass no more than one would, but for one each', async () => {
    await waitPatiently();
    const statuses = await flood('together', LIMIT);
    expect(passed(statuses)).toBeGreaterThanOrEqual(LIMIT);
    expect(passed(statuses)).toBeLessThanOrEqual(LIMIT + 3);
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
  });

  it('each hold the limit while Redis is away, and all together when it is back', async () => {
    await flood('before', 2);
    await redis.kill();
    const alone = await flood('alone', LIMIT + 10);
    expect(passed(alone)).toBe(3 * LIMIT);
    expect(new Set(alone)).toEqual(new Set([200, 429]));
    await redis.start();
    await waitPatiently();
    await isShared();
  });

  it('shut out together who guesses keys', async () => {
    await waitPatiently();
    const guess = (replica: TestApi) =>
      replica.call('whoami', {}, { headers: { authorization: 'Bearer wrong' } });
    for (let round = 0; round < 4; round += 1) {
      for (const replica of replicas) await guess(replica);
    }
    // Each hears of it by its own next failure, after the answer.
    for (const replica of replicas) await until(async () => (await guess(replica)).status === 429);
  });
});
