import { schemaDrift, type TestDatabase, withTestDatabase } from '@repo/database/testing';
import { LATEST_SCHEMA_VERSION } from 'bullmq';
import { QUEUE_SCHEMA } from './queue-schema-name';
import { queueSchema } from './queue-schema';

describe('the schema of the queue', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await withTestDatabase({ features: [queueSchema] });
  });
  afterAll(() => database.drop());

  it('is what this BullMQ needs; a newer one needs one more migration', async () => {
    const [row] = await database.dataSource.query<{ version: number }[]>(
      `SELECT max(version) AS version FROM ${QUEUE_SCHEMA}.migration`,
    );
    expect(row?.version).toBe(LATEST_SCHEMA_VERSION);
    expect(LATEST_SCHEMA_VERSION).toBe(11);
  });

  it('lies apart from the tables of this project', async () => {
    const tables = await database.dataSource.query<{ name: string }[]>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
    );
    expect(tables).toEqual([{ name: 'migrations' }]);
    expect(await schemaDrift(database.dataSource)).toEqual([]);
  });

  it('can be taken back', async () => {
    await database.dataSource.undoLastMigration();
    const schemas = await database.dataSource.query<unknown[]>(
      `SELECT FROM information_schema.schemata WHERE schema_name = $1`,
      [QUEUE_SCHEMA],
    );
    expect(schemas).toEqual([]);
  });
});
