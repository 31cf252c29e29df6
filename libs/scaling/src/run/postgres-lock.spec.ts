import { type TestDatabase, withTestDatabase } from '@repo/database/testing';
import { until } from '@repo/foundation/testing';
import { PostgresLock } from './postgres-lock';

describe('the lock of a target in PostgreSQL', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await withTestDatabase();
  });
  afterAll(() => database.drop());

  it('is held by one, for its target, until the work is done', async () => {
    const lock = new PostgresLock(database.dataSource);
    let finish: () => void = () => undefined;
    const held = lock.tryRun('api', () => new Promise<void>((resolve) => (finish = resolve)));
    const other = new PostgresLock(database.dataSource);
    while ((await other.tryRun('api', async () => 'free')) !== 'busy');

    expect(await other.tryRun('web', async () => 'another target')).toEqual({
      done: 'another target',
    });
    finish();
    await held;
    expect(await other.tryRun('api', async () => 'mine')).toEqual({ done: 'mine' });
  });

  it('is free again after work that failed', async () => {
    const lock = new PostgresLock(database.dataSource);
    const fault = new Error('no');
    await expect(lock.tryRun('api', () => Promise.reject(fault))).rejects.toBe(fault);
    expect(await lock.tryRun('api', async () => 'mine')).toEqual({ done: 'mine' });
  });

  it('is lost by a holder whose connection is gone', async () => {
    const lock = new PostgresLock(database.dataSource);
    const run = lock.tryRun('api', async () => {
      await database.dataSource.query(
        `SELECT pg_terminate_backend(pid) FROM pg_locks
         WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
      const other = new PostgresLock(database.dataSource);
      expect(await other.tryRun('api', async () => 'taken over')).toEqual({ done: 'taken over' });
    });
    await expect(run).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    expect(await lock.tryRun('api', async () => 'mine')).toEqual({ done: 'mine' });
  });

  it('takes one connection for any number of targets, and gives it back', async () => {
    const connections = async () => {
      const [row] = await database.dataSource.query<{ count: number }[]>(
        `SELECT count(DISTINCT pid)::int FROM pg_locks
         WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
      return row!.count;
    };
    const lock = new PostgresLock(database.dataSource);
    const targets = Array.from({ length: 50 }, (_, index) => `target-${index}`);
    let begun = 0;
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const runs = targets.map((target) => lock.tryRun(target, () => ((begun += 1), finished)));
    await until(() => begun === targets.length);
    expect(await connections()).toBe(1);
    finish();
    await Promise.all(runs);
    expect(await connections()).toBe(0);
  });
});
