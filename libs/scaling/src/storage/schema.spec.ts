import { schemaDrift, type TestDatabase, withTestDatabase } from '@repo/database/testing';
import { scalingSchema } from './scaling-schema';

describe('the tables of scaling', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await withTestDatabase({ features: [scalingSchema] });
  });
  afterAll(() => database.drop());

  it('are what the entities say', async () => {
    expect(await schemaDrift(database.dataSource)).toEqual([]);
  });

  it('can be taken back', async () => {
    for (let left = scalingSchema.migrations.length; left > 0; left -= 1) {
      await database.dataSource.undoLastMigration();
    }
    expect(await database.dataSource.query(`select to_regclass('scaling_override') as t`)).toEqual([
      { t: null },
    ]);
  });
});
