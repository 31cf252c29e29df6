import { type TestDatabase, withTestDatabase } from '@repo/database/testing';
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
      expect(await lock.tryRun('api', async () => 'taken over')).toEqual({ done: 'taken over' });
    });
    await expect(run).rejects.toThrow();
  });
});
