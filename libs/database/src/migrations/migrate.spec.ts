import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import { openDataSource } from '../connection/open-data-source';
import type { DatabaseFeature } from '../database-feature';
import { invoiceSchema, paymentSchema } from '../sample-schema.fixture';
import { schemaDrift, type TestDatabase, withTestDatabase } from '../testing';
import { bringUpToDate } from './bring-up-to-date';
import { migrate, pendingMigrations, revertLast } from './migrate';

const features = [paymentSchema, invoiceSchema];

class FailHalfway1790000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table halfway (id int)');
    await runner.query('select 1 / 0');
  }

  async down(): Promise<void> {
    await Promise.resolve();
  }
}
const faulty: DatabaseFeature = { entities: [], migrations: [FailHalfway1790000000002] };

describe('the schema', () => {
  let database: TestDatabase;
  const opened: DataSource[] = [];

  async function open(schemas: readonly DatabaseFeature[], poolSize = 2): Promise<DataSource> {
    const settings = { url: database.url, poolSize, statementTimeoutMs: 5_000 };
    const dataSource = await openDataSource(settings, schemas);
    opened.push(dataSource);
    return dataSource;
  }

  beforeEach(async () => {
    database = await withTestDatabase({ features, migrated: false });
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((dataSource) => dataSource.destroy()));
    await database.drop();
  });

  it('is brought up to date in the order of the timestamps', async () => {
    const all = ['CreateInvoice1790000000000', 'CreatePayment1790000000001'];
    expect(await pendingMigrations(database.dataSource)).toEqual(all);
    expect(await migrate(database.dataSource)).toEqual(all);
    expect(await pendingMigrations(database.dataSource)).toEqual([]);
  });

  it('is what the entities say after the migrations', async () => {
    await migrate(database.dataSource);
    expect(await schemaDrift(database.dataSource)).toEqual([]);
  });

  it('is seen to drift', async () => {
    await migrate(database.dataSource);
    await database.dataSource.query('alter table invoice drop column number');
    expect(await schemaDrift(database.dataSource)).toEqual([
      'ALTER TABLE "invoice" ADD "number" text NOT NULL',
    ]);
  });

  it('is migrated once by ten that start at once', async () => {
    const sources = await Promise.all(Array.from({ length: 10 }, () => open(features)));
    const done = await Promise.all(sources.map((dataSource) => migrate(dataSource)));
    expect(done.filter(({ length }) => length > 0)).toHaveLength(1);
    const [{ count } = {}] = await database.dataSource.query<{ count: string }[]>(
      'select count(*) from migrations',
    );
    expect(count).toBe('2');
  });

  it('goes back by one migration at a time', async () => {
    await migrate(database.dataSource);
    expect(await revertLast(database.dataSource)).toBe('CreatePayment1790000000001');
    expect(await pendingMigrations(database.dataSource)).toEqual(['CreatePayment1790000000001']);
    expect(await revertLast(database.dataSource)).toBe('CreateInvoice1790000000000');
    expect(await revertLast(database.dataSource)).toBeUndefined();
  });

  it('keeps nothing of a migration that failed, and all before it', async () => {
    const dataSource = await open([...features, faulty]);
    await expect(migrate(dataSource)).rejects.toThrow('division by zero');
    expect(await pendingMigrations(dataSource)).toEqual(['FailHalfway1790000000002']);
    expect(await dataSource.query(`select to_regclass('halfway') as found`)).toEqual([
      { found: null },
    ]);
    // The lock is free, and the connection as it was.
    expect(await migrate(database.dataSource)).toEqual([]);
    expect(await dataSource.query('show statement_timeout')).toEqual([{ statement_timeout: '5s' }]);
  });

  it('in production is not changed, and the start says what to run', async () => {
    const logger = { log: jest.fn() };
    const start = bringUpToDate(database.dataSource, { isProduction: true }, logger);
    await expect(start).rejects.toMatchObject({
      code: 'DATABASE_SCHEMA_OLD',
      exitCode: 78,
      message: expect.stringContaining('npx nx run database:migration-run'),
    });
    expect(await pendingMigrations(database.dataSource)).toHaveLength(2);
  });

  it('may be newer than the code', async () => {
    await migrate(database.dataSource);
    const older = await open([invoiceSchema]);
    await bringUpToDate(older, { isProduction: true }, { log: jest.fn() });
  });
});
