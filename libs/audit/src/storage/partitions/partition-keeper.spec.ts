import { loadConfig } from '@repo/config';
import { withTestDatabase, type TestDatabase } from '@repo/database/testing';
import { ManualClock } from '@repo/foundation/testing';
import { aRecord, batchOf } from '../../testing/record.fixture';
import { auditSchema } from '../audit-schema';
import { PostgresRecordStore } from '../postgres-record-store';
import { AuditRetention } from './audit-retention';
import { PartitionKeeper } from './partition-keeper';
import { LIST_PARTITIONS } from './partition-statements';

describe('partitions', () => {
  let database: TestDatabase;
  const clock = new ManualClock(Date.UTC(2026, 10, 22));
  const { audit } = loadConfig({ AUDIT_RETENTION: '60' });
  beforeEach(async () => {
    database = await withTestDatabase({ features: [auditSchema] });
  });
  afterEach(() => database.drop());

  const partitions = async () =>
    (await database.dataSource.query<{ partition: string }[]>(LIST_PARTITIONS)).map(
      ({ partition }) => partition.slice('audit_record_'.length),
    );

  it('are there for this month and the next, however many make them', async () => {
    const keepers = Array.from(
      { length: 5 },
      () => new PartitionKeeper(database.dataSource, clock),
    );
    await Promise.all(keepers.map((keeper) => keeper.keep()));
    expect(await partitions()).toEqual(['2026_11', '2026_12']);

    clock.set(Date.UTC(2026, 11, 31));
    await keepers[0]?.keep();
    expect(await partitions()).toEqual(['2026_11', '2026_12', '2027_01']);
  });

  it('go with all their records when the youngest is too old, and not before', async () => {
    const store = new PostgresRecordStore(async () => database.url);
    await store.insert(
      batchOf(aRecord({ at: Date.UTC(2026, 8, 30) }), aRecord({ at: Date.UTC(2026, 9, 1) })),
    );
    await store.close();
    const retention = new AuditRetention(database.dataSource, clock, audit);

    clock.set(Date.UTC(2026, 10, 29));
    expect(await retention.dropExpired()).toEqual([]);
    clock.set(Date.UTC(2026, 10, 30));
    expect(await retention.dropExpired()).toEqual(['audit_record_2026_09']);
    expect(await partitions()).toEqual(['2026_10']);
  });
});
