import { schemaDrift, type TestDatabase, withTestDatabase } from '@repo/database/testing';
import { databaseFeatures as platform } from '@repo/mcp-server/database';
import { databaseFeatures } from './database-features';

describe('the migrations of all libraries', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await withTestDatabase({ features: databaseFeatures });
  });
  afterAll(() => database.drop());

  it('make what the entities say (else: npx nx run database:migration-generate)', async () => {
    expect(await schemaDrift(database.dataSource)).toEqual([]);
  });

  it('are all that the platform has, and yours', () => {
    expect(databaseFeatures).toEqual(expect.arrayContaining([...platform]));
  });

  it('can be taken back and run again', async () => {
    const { dataSource } = database;
    const count = databaseFeatures.flatMap(({ migrations }) => migrations).length;
    for (let left = count; left > 0; left -= 1) await dataSource.undoLastMigration();
    const tables = await dataSource.query<{ tablename: string }[]>(
      `select tablename from pg_tables where schemaname = 'public'`,
    );
    expect(tables).toEqual([{ tablename: 'migrations' }]);
    expect(await dataSource.runMigrations({ transaction: 'each' })).toHaveLength(count);
  });
});
