import { loadConfig } from '@repo/config';
import { DatabaseModule, Tables } from '@repo/database';
import { withTestDatabase, type TestDatabase } from '@repo/database/testing';
import { ManualClock, until } from '@repo/foundation/testing';
import { createHarness, type Harness } from '@repo/mcp-core/testing';
import { closeRedis, openRedis, type RedisConnection } from '@repo/redis';
import { describeWithRedis } from '@repo/redis/testing';
import { UnverifiableError } from '../authentication/unverifiable.error';
import { authSchema } from '../clients/storage/auth-schema';
import type { ClientDatabase } from '../clients/storage/client-database';
import { DatabaseSeen } from './database-seen';
import { MemorySeen } from './memory-seen';
import { RedisSeen } from './redis-seen';
import type { SeenStore } from './seen-store';

const HOUR_MS = 3_600_000;
const clock = new ManualClock();
const inAnHour = () => clock.now() + HOUR_MS;

/** Of so many replicas that are shown the same at once. */
async function taken(replicas: readonly SeenStore[], key: string): Promise<boolean[]> {
  const answers = await Promise.all(replicas.map((store) => store.add(key, inAnHour())));
  return answers.filter((isNew) => isNew);
}

describe('what was seen, in memory', () => {
  it('is new once, until it ends', async () => {
    const store = new MemorySeen(clock);
    expect(await taken([store, store, store], 'a')).toEqual([true]);
    clock.advance(HOUR_MS);
    expect(await store.add('a', inAnHour())).toBe(true);
  });

  it('is bounded: what has no room is not new, until others end', async () => {
    const store = new MemorySeen(clock, 2);
    await store.add('a', inAnHour());
    await store.add('b', inAnHour());
    await expect(store.add('c', inAnHour())).rejects.toThrow(UnverifiableError);
    expect(await store.add('a', inAnHour())).toBe(false);
    clock.advance(HOUR_MS);
    expect(await store.add('c', inAnHour())).toBe(true);
  });
});

describe('what was seen, in the database', () => {
  let database: TestDatabase;
  let harness: Harness;
  beforeAll(async () => {
    database = await withTestDatabase({ features: [authSchema] });
    harness = await createHarness({
      environment: { DATABASE_URL: database.url },
      imports: [DatabaseModule.forRoot({ features: [authSchema], opening: 'awaited' })],
    });
  });
  afterAll(async () => {
    await harness.close();
    await database.drop();
  });
  const replica = () => new DatabaseSeen(harness.get(Tables), clock);

  it('is new once, over all replicas, until it ends', async () => {
    const replicas = Array.from({ length: 8 }, replica);
    expect(await taken(replicas, 'a')).toEqual([true]);
    clock.advance(HOUR_MS);
    expect(await taken(replicas, 'a')).toEqual([true]);
  });

  it('is swept when it has ended', async () => {
    await replica().add('b', inAnHour());
    clock.advance(HOUR_MS);
    const queries: Promise<unknown>[] = [];
    const tables = harness.get(Tables);
    const watched = {
      query: (sql: string, parameters: unknown[]) => {
        const query = tables.query(sql, parameters);
        queries.push(query);
        return query;
      },
    } as ClientDatabase;
    await new DatabaseSeen(watched, clock).add('c', inAnHour());
    await Promise.all(queries);
    const kept = await tables.query("SELECT id FROM auth_record WHERE kind = 'Seen'");
    expect(kept).toEqual([{ id: 'c' }]);
  });

  it('stays new for who repeats a statement whose answer was lost', async () => {
    const tables = harness.get(Tables);
    const repeating = {
      query: async <T>(sql: string, parameters: unknown[]) => {
        await tables.query(sql, parameters);
        return tables.query<T>(sql, parameters);
      },
    };
    expect(await new DatabaseSeen(repeating, clock).add('d', inAnHour())).toBe(true);
    expect(await replica().add('d', inAnHour())).toBe(false);
  });

  it('is not new while the database is away', async () => {
    const away = { query: () => Promise.reject(new Error('away')) } as unknown as ClientDatabase;
    const store = new DatabaseSeen(away, clock);
    await expect(store.add('e', inAnHour())).rejects.toThrow(UnverifiableError);
  });
});

describeWithRedis('what was seen, in Redis', (server) => {
  let connections: RedisConnection[];
  beforeAll(async () => {
    const { redis } = loadConfig({ REDIS_URL: server.url });
    connections = [1, 2, 3].map(() => openRedis(redis));
    await until(() => connections.every(({ status }) => status === 'ready'));
  });
  afterAll(() => Promise.all(connections.map((connection) => closeRedis(connection))));
  const replicas = () => connections.map((connection) => new RedisSeen(connection, 'test', clock));

  it('is new once, over all replicas, and Redis forgets it', async () => {
    expect(await taken(replicas(), 'a')).toEqual([true]);
    const left = await connections[0]!.pttl('test:seen:a');
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(HOUR_MS);
  });

  it('is not new while Redis is away', async () => {
    const away = { status: 'reconnecting' } as RedisConnection;
    const store = new RedisSeen(away, 'test', clock);
    await expect(store.add('b', inAnHour())).rejects.toThrow(UnverifiableError);
  });
});
