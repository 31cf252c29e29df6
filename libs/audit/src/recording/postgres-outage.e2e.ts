import { DatabaseHealth } from '@repo/database';
import { DatabaseProxy, type TestDatabase, withTestDatabase } from '@repo/database/testing';
import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { until } from '@repo/foundation/testing';
import type { AuditRecord } from '../record/audit-record';
import { auditSchema } from '../storage/audit-schema';
import { copyLine } from '../storage/copy-line';
import { PostgresRecordStore } from '../storage/postgres-record-store';
import { aRecord } from '../testing/record.fixture';
import { AuditCounts } from './audit-counts';
import { AuditTrail } from './audit-trail';
import { BatchWriter } from './batch-writer';
import { RecordBuffer } from './record-buffer';
import { UnrecordableError } from './unrecordable.error';

const LIMIT = 60;
/** How long a strict call waits for its record: in vain, and where it should come. */
const STORE_TIMEOUT_MS = { inVain: 300, ample: 90_000 };
/** Milliseconds; far longer than anything waited for takes on the busiest machine. */
const UNREACHABLE_TIMEOUT_MS = 90_000;

/** The audit trail and the readiness of a process whose PostgreSQL has a bad day. */
describe('PostgreSQL', () => {
  let database: TestDatabase;
  let proxy: DatabaseProxy;
  let dataSource: DataSource;
  let store: PostgresRecordStore;
  let counts: AuditCounts;
  let writer: BatchWriter;
  let trail: AuditTrail<AuditRecord>;
  /** The same, of calls whose records should come. */
  let patientTrail: AuditTrail<AuditRecord>;
  let made = 0;

  beforeAll(() => Logger.overrideLogger(false));
  beforeEach(async () => {
    database = await withTestDatabase({ features: [auditSchema] });
    proxy = await DatabaseProxy.before(database.url);
    dataSource = await new DataSource({
      type: 'postgres',
      url: proxy.url,
      poolErrorHandler: () => undefined,
    }).initialize();
    store = new PostgresRecordStore(async () => proxy.url);
    counts = new AuditCounts();
    const buffer = new RecordBuffer({ records: LIMIT, bytes: 1_000_000 }, copyLine);
    const options = { batchSize: 10, delayMs: 0, retryMs: 5, maxRetryMs: 50 };
    writer = new BatchWriter(buffer, store, counts, options);
    trail = new AuditTrail(buffer, writer, counts, STORE_TIMEOUT_MS.inVain);
    patientTrail = new AuditTrail(buffer, writer, counts, STORE_TIMEOUT_MS.ample);
    made = 0;
    record(5);
    await drain();
  });
  afterEach(async () => {
    await trail.stop();
    await store.close();
    await dataSource.destroy();
    await proxy.close();
    await database.drop();
  });

  function record(count: number): void {
    for (let n = 0; n < count; n += 1) trail.record(aRecord({ requestId: String((made += 1)) }));
  }
  const drain = () => trail.drain(AbortSignal.timeout(UNREACHABLE_TIMEOUT_MS));
  async function strictCall(by = trail): Promise<string> {
    try {
      by.admit();
      await by.recordAdmitted(aRecord({ requestId: String((made += 1)) }));
      return 'answered';
    } catch (error) {
      expect(error).toBeInstanceOf(UnrecordableError);
      return /withheld/.test(String(error)) ? 'withheld' : 'refused';
    }
  }
  const isReady = () =>
    new DatabaseHealth({ isOpen: true, query: (text) => dataSource.query(text) }).ping().then(
      () => true,
      () => false,
    );
  async function stored(): Promise<number> {
    const [row] = await database.dataSource.query<{ all: number; different: number }[]>(
      'SELECT count(*)::int AS all, count(DISTINCT request_id)::int AS different FROM audit_record',
    );
    expect(row?.all).toBe(row?.different);
    return row?.all ?? 0;
  }
  async function allIsStored(): Promise<void> {
    await drain();
    expect(await stored()).toBe(made);
    expect([counts.stored, counts.dropped]).toEqual([made, 0]);
  }

  it('is gone for long: calls made are stored or counted as dropped, exactly', async () => {
    const before = counts.stored;
    await proxy.close();
    record(1);
    await until(() => writer.isAway);
    record(200);
    expect(await isReady()).toBe(false);
    await proxy.open();
    await until(() => !writer.isAway);
    record(20);
    await drain();

    const rows = await stored();
    expect(counts.droppedBecause('buffer_full')).toBe(made - rows);
    expect(counts.dropped).toBe(made - rows);
    expect(rows).toBeGreaterThanOrEqual(5 + LIMIT);
    expect(counts.stored - before).toBe(rows - 5);
    await until(isReady);
  });

  it('refuses connections: strict calls are refused until it takes them again', async () => {
    expect(await strictCall(patientTrail)).toBe('answered');
    await proxy.close();
    expect(await strictCall()).toBe('withheld');
    expect(await strictCall()).toBe('refused');
    expect(await isReady()).toBe(false);
    await proxy.open();
    await until(() => !writer.isAway);
    expect(await strictCall(patientTrail)).toBe('answered');
    await allIsStored();
  });

  it('hangs without closing connections: it is given up, and asked over new ones', async () => {
    proxy.silence();
    const ready = isReady();
    expect(await strictCall()).toBe('withheld');
    expect(await ready).toBe(false);
    await until(() => writer.isAway);
    expect(await strictCall()).toBe('refused');
    proxy.speak();
    await allIsStored();
  });

  it('is slow: statements are cancelled and tried again, and nothing is stored twice', async () => {
    const blocker = database.dataSource.createQueryRunner();
    await blocker.startTransaction();
    await blocker.query('LOCK TABLE audit_record IN ACCESS EXCLUSIVE MODE');
    expect(await strictCall()).toBe('withheld');
    await until(isReady);
    await until(() => writer.isAway);
    record(20);
    await blocker.rollbackTransaction();
    await blocker.release();
    await allIsStored();
  });

  it('has no disk space: records wait, as when it is gone', async () => {
    await database.dataSource.query(FULL_DISK);
    expect(await strictCall()).toBe('withheld');
    await until(() => writer.isAway);
    expect(await strictCall()).toBe('refused');
    record(20);
    await until(isReady);
    await database.dataSource.query('DROP TRIGGER full_disk ON audit_record');
    await allIsStored();
  });

  it('cuts connections in the middle: nothing is lost or stored twice', async () => {
    for (let round = 0; round < 5; round += 1) {
      record(10);
      await proxy.close();
      await proxy.open();
    }
    await allIsStored();
    await until(isReady);
  });
});

const FULL_DISK = `
  CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
  END $$;
  CREATE TRIGGER full_disk BEFORE INSERT ON audit_record FOR EACH ROW EXECUTE FUNCTION full_disk()`;
