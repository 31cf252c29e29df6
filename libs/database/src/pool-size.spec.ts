import { Client } from 'pg';
import { until } from '@repo/foundation/testing';
import { PoolSize } from './pool-size';
import { type TestDatabase, withTestDatabase } from './testing';

/** The lock that all work of a test waits for. */
const GATE = 1;

describe('the size of a pool that is in use', () => {
  let database: TestDatabase;
  let size: PoolSize;
  /** A connection that is none of the pool's. */
  let observer: Client;
  beforeEach(async () => {
    database = await withTestDatabase({ poolSize: 4 });
    observer = new Client({ connectionString: database.url });
    await observer.connect();
    const { dataSource } = database;
    size = new PoolSize({ opened: Promise.resolve(), dataSource });
  });
  afterEach(async () => {
    await observer.end();
    await database.drop();
  });

  /** Connections of the pool that fit, as the server counts them. */
  async function connections(condition = 'true'): Promise<number> {
    const { rows } = await observer.query<{ count: number }>(
      `select count(*)::int from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and ${condition}`,
    );
    return rows[0]?.count ?? 0;
  }

  /** Work that goes on until `finish`, as much of it at once as said. */
  async function work(count: number, atOnce: number) {
    await observer.query('select pg_advisory_lock($1)', [GATE]);
    const done = Promise.all(
      Array.from({ length: count }, () =>
        database.dataSource.query('select pg_advisory_xact_lock_shared($1)', [GATE]),
      ),
    );
    await until(async () => (await connections(`wait_event_type = 'Lock'`)) === atOnce);
    return async () => {
      await observer.query('select pg_advisory_unlock($1)', [GATE]);
      await done;
    };
  }

  it('grows, so that more work is done at once', async () => {
    await size.resize(8);
    const finish = await work(8, 8);
    expect(await connections()).toBe(8);
    await finish();
  });

  it('shrinks to what was idle at once', async () => {
    const finish = await work(4, 4);
    await finish();
    await size.resize(1);
    await until(async () => (await connections()) === 1);
  });

  it('shrinks by what is busy when that has ended, and fails none of it', async () => {
    const finishFirst = await work(4, 4);
    await size.resize(2);
    // One that was idle is closed; the server is some time in noticing.
    await until(async () => (await connections()) === 4);
    await finishFirst();
    await until(async () => (await connections()) <= 2);
    const finish = await work(6, 2);
    await until(async () => (await connections()) === 2);
    await finish();
  });
});
