import { setTimeout as pause } from 'node:timers/promises';
import { PoolSize } from './pool-size';
import { type TestDatabase, withTestDatabase } from './testing';

describe('the size of a pool that is in use', () => {
  let database: TestDatabase;
  let size: PoolSize;
  beforeEach(async () => {
    database = await withTestDatabase({ poolSize: 4 });
    const { dataSource } = database;
    size = new PoolSize({ opened: Promise.resolve(), dataSource: async () => dataSource });
  });
  afterEach(() => database.drop());

  /** Connections of this test, as the server counts them. */
  async function connections(): Promise<number> {
    const [row] = await database.dataSource.query<[{ count: number }]>(
      'select count(*)::int from pg_stat_activity where datname = current_database()',
    );
    return row.count;
  }

  const sleep = (seconds: number) =>
    database.dataSource.query<unknown>('select pg_sleep($1)', [seconds]);
  const sleepers = (count: number) => Array.from({ length: count }, () => sleep(0.1));

  async function until(condition: () => Promise<boolean>) {
    while (!(await condition())) await pause(5);
  }

  it('grows, so that more work is done at once', async () => {
    await size.resize(8);
    await Promise.all(sleepers(8));
    expect(await connections()).toBe(8);
  });

  it('shrinks to what was idle at once', async () => {
    await Promise.all(sleepers(4));
    await size.resize(1);
    await until(async () => (await connections()) === 1);
  });

  it('shrinks by what is busy when that has ended, and fails none of it', async () => {
    const underWay = Promise.all(sleepers(4));
    await size.resize(2);
    await underWay;
    await Promise.all(sleepers(6));
    expect(await connections()).toBeLessThanOrEqual(2);
  });
});
