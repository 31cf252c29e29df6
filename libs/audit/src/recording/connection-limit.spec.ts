import { randomBytes } from 'node:crypto';
import { DatabaseHealth } from '@repo/database';
import { withTestDatabase, type TestDatabase } from '@repo/database/testing';
import { Logger } from '@nestjs/common';
import { Client } from 'pg';
import { until } from '@repo/foundation/testing';
import type { AuditRecord } from '../record/audit-record';
import { auditSchema } from '../storage/audit-schema';
import { copyLine } from '../storage/copy-line';
import { monthOf } from '../storage/partitions/month';
import { addPartition } from '../storage/partitions/partition-statements';
import { PostgresRecordStore } from '../storage/postgres-record-store';
import { aRecord } from '../testing/record.fixture';
import { AuditCounts } from './audit-counts';
import { AuditTrail } from './audit-trail';
import { BatchWriter } from './batch-writer';
import { RecordBuffer } from './record-buffer';
import { UnrecordableError } from './unrecordable.error';

/** Milliseconds in which a record is stored, however busy the machine is. */
const AMPLE_MS = 20_000;

/** The server answers SQLSTATE 53300, since other processes have all connections of the role. */
describe('PostgreSQL without a connection left', () => {
  const role = `mcp_test_${randomBytes(8).toString('hex')}`;
  const password = randomBytes(8).toString('hex');
  let database: TestDatabase;
  let url: string;
  let store: PostgresRecordStore;
  let counts: AuditCounts;
  let writer: BatchWriter;
  let trail: AuditTrail<AuditRecord>;
  /** The connection of another process. */
  let other: Client | undefined;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    database = await withTestDatabase({ features: [auditSchema] });
    const query = (text: string) => database.dataSource.query(text);
    await query(addPartition(monthOf(Date.now())));
    await query(`CREATE ROLE ${role} LOGIN PASSWORD '${password}' CONNECTION LIMIT 1`);
    await query(`GRANT INSERT ON audit_record TO ${role}`);
    url = Object.assign(new URL(database.url), { username: role, password }).href;
  });
  afterAll(async () => {
    await database.dataSource.query(`DROP OWNED BY ${role}`);
    await database.dataSource.query(`DROP ROLE ${role}`);
    await database.drop();
  });

  beforeEach(() => {
    store = new PostgresRecordStore(async () => url);
    counts = new AuditCounts();
    const buffer = new RecordBuffer({ records: 1_000, bytes: 1_000_000 }, copyLine);
    const options = { batchSize: 10, delayMs: 0, retryMs: 5, maxRetryMs: 50 };
    writer = new BatchWriter(buffer, store, counts, options);
    trail = new AuditTrail(buffer, writer, counts, AMPLE_MS);
  });
  afterEach(async () => {
    await trail.stop();
    await store.close();
    await other?.end();
    other = undefined;
    // The next test begins with no connection of the role.
    await (await takesConnection()).end();
  });

  const drain = () => trail.drain(AbortSignal.timeout(AMPLE_MS));
  const refused = () => new Client({ connectionString: url }).connect();
  /** A place is free again only when the server has noticed, which pg_stat_activity tells too soon. */
  async function takesConnection(): Promise<Client> {
    for (;;) {
      const client = new Client({ connectionString: url });
      try {
        await client.connect();
        return client;
      } catch (error) {
        if ((error as { code?: string }).code !== '53300') throw error;
      }
    }
  }

  it('lets records wait and refuses strict calls, until there is one', async () => {
    other = await takesConnection();
    await expect(refused()).rejects.toMatchObject({ code: '53300' });
    for (let n = 0; n < 20; n += 1) trail.record(aRecord());
    await until(() => writer.isAway);
    expect(() => trail.admit()).toThrow(UnrecordableError);
    expect([counts.stored, counts.dropped]).toEqual([0, 0]);

    await other.end();
    other = undefined;
    await until(() => !writer.isAway);
    await drain();
    expect([counts.stored, counts.dropped]).toEqual([20, 0]);
    trail.admit();
    await trail.recordAdmitted(aRecord());
    expect(counts.stored).toBe(21);
  });

  it('goes on over a connection that is open', async () => {
    trail.record(aRecord());
    await drain();
    await expect(refused()).rejects.toMatchObject({ code: '53300' });
    trail.record(aRecord());
    await drain();
    expect([counts.stored, counts.dropped]).toEqual([2, 0]);
  });

  it('makes the process unready where it gets none', async () => {
    const ping = (query: () => Promise<unknown>) =>
      new DatabaseHealth({ isOpen: true, query: query as never }).ping();
    const client = (other = await takesConnection());
    await ping(() => client.query('select 1'));
    await expect(ping(refused)).rejects.toThrow('it has no connection left');
  });
});
