import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@repo/config';
import { type TestDatabase, withTestDatabase } from '@repo/database/testing';
import { closeRedis, openRedis, type RedisConnection } from '@repo/redis';
import { describeWithRedis } from '@repo/redis/testing';
import { until } from '@repo/foundation/testing';
import { Logger } from '@nestjs/common';
import { BatchWriter } from '../recording/batch-writer';
import type { AuditRecord } from '../record/audit-record';
import { AuditTrail } from '../recording/audit-trail';
import { RecordBuffer } from '../recording/record-buffer';
import { auditSchema } from '../storage/audit-schema';
import { copyLine } from '../storage/copy-line';
import { PostgresRecordStore } from '../storage/postgres-record-store';
import { aRecord } from '../testing/record.fixture';
import { FileSpool } from './file-spool';
import { MAX_BATCHES, type RecordSpool } from './record-spool';
import { RedisSpool } from './redis-spool';
import { SpoolReplay } from './spool-replay';
import { AuditCounts } from '../recording/audit-counts';

const NOWHERE = 'postgres://nobody@127.0.0.1:1/none';

beforeAll(() => Logger.overrideLogger(false));

/** A process that has recorded some calls while its database is away, and is stopped. */
async function stopped(spool: RecordSpool | undefined, records: number, batchSize = 10) {
  const counts = new AuditCounts();
  const buffer = new RecordBuffer({ records: 10_000, bytes: 10_000_000 }, copyLine);
  const options = { batchSize, delayMs: 0, retryMs: 5, maxRetryMs: 20 };
  const store = new PostgresRecordStore(async () => NOWHERE);
  const writer = new BatchWriter(buffer, store, counts, options, spool);
  const trail = new AuditTrail(buffer, writer, counts, 50);
  for (let n = 0; n < records; n += 1) trail.record(aRecord({ requestId: String(n) }));
  // With a spool it does not wait for the database: nobody knows how much of the grace is left.
  await trail.drain(AbortSignal.timeout(spool === undefined ? 100 : 80_000));
  await trail.moveToSpool();
  await trail.stop();
  return counts;
}

function spoolCases(make: () => RecordSpool): void {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await withTestDatabase({ features: [auditSchema] });
  });
  afterAll(() => database.drop());
  beforeEach(() => database.clear());

  const stored = async () =>
    (
      await database.dataSource.query<{ count: number }[]>(
        'SELECT count(*)::int AS count FROM audit_record',
      )
    )[0]?.count;

  function replay(spool: RecordSpool, url = database.url) {
    const counts = new AuditCounts();
    const store = new PostgresRecordStore(async () => url);
    return { counts, look: () => new SpoolReplay(spool, store, counts).look() };
  }

  it('keeps the records of a process that was stopped, until another has stored them', async () => {
    const counts = await stopped(make(), 25);
    expect([counts.stored, counts.dropped]).toEqual([0, 0]);

    const away = replay(make(), NOWHERE);
    await away.look();
    expect(away.counts.stored).toBe(0);

    const back = replay(make());
    await back.look();
    expect([await stored(), back.counts.stored]).toEqual([25, 25]);
    await back.look();
    expect([await stored(), back.counts.stored]).toEqual([25, 25]);
  });

  it('takes 500 records in an entry, however many are stored together', async () => {
    await stopped(make(), 1_200, 2_000);
    const entry = await make().oldest();
    expect(JSON.parse(entry?.text ?? '[]')).toHaveLength(500);
    await replay(make()).look();
    expect(await stored()).toBe(1_200);
  });

  it('has each record stored and counted once, though three look at once', async () => {
    await stopped(make(), 100);
    const all = [1, 2, 3].map(() => replay(make()));
    await Promise.all(all.map(({ look }) => look()));
    expect(await stored()).toBe(100);
    expect(all.reduce((sum, { counts }) => sum + counts.stored, 0)).toBe(100);
  });

  it('takes records that are stored already, and those of other months', async () => {
    const [old, twice] = [aRecord({ at: Date.UTC(2026, 1, 3) }), aRecord()];
    await make().put([old, twice]);
    await make().put([twice]);
    await replay(make()).look();
    expect(await stored()).toBe(2);
  });

  it('takes records of a version that had fewer fields', async () => {
    const old: object = { ...aRecord(), issuer: undefined, address: undefined };
    await make().put([old as AuditRecord]);
    await replay(make()).look();
    expect(
      await database.dataSource.query('SELECT client_id, issuer, address FROM audit_record'),
    ).toEqual([{ client_id: 'backoffice', issuer: '', address: '' }]);
  });

  it('drops what no database takes, and nothing with it', async () => {
    await make().put([aRecord(), aRecord({ arguments: '{' }), aRecord()]);
    const { counts, look } = replay(make());
    await look();
    expect([await stored(), counts.stored, counts.droppedBecause('unstorable')]).toEqual([2, 2, 1]);
  });

  it('is bounded, and what it does not take is counted', async () => {
    await Promise.all(Array.from({ length: MAX_BATCHES - 2 }, () => make().put([aRecord()])));
    const counts = await stopped(make(), 25);
    expect(counts.droppedBecause('shutdown')).toBe(5);
    await replay(make()).look();
    expect(await stored()).toBe(MAX_BATCHES - 2 + 20);
  });
}

describe('a spool in a directory', () => {
  const folder = mkdtempSync(join(tmpdir(), 'spool-'));
  const directory = join(folder, 'audit');
  const make = () => new FileSpool(directory);
  afterAll(() => rmSync(folder, { recursive: true }));

  spoolCases(make);

  it('is for nobody else to read', async () => {
    await make().put([aRecord()]);
    const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
    expect(mode(directory)).toBe('700');
    const names = readdirSync(directory);
    expect(names.map((name) => mode(join(directory, name)))).toEqual(['600']);
    await (await make().oldest())?.remove();
  });

  it('stops the start where there can be no directory, and says why', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(() => new FileSpool(join(file, 'below'))).toThrow(/AUDIT_SPOOL_DIR .*ENOTDIR/);
  });
});

describeWithRedis('a spool in Redis', (server) => {
  let redis: RedisConnection;
  const { redis: config } = loadConfig({ ENVIRONMENT: 'test', REDIS_URL: 'redis://none' });
  beforeAll(async () => {
    redis = openRedis(loadConfig({ ENVIRONMENT: 'test', REDIS_URL: server.url }).redis);
    await until(() => redis.status === 'ready');
  });
  afterAll(() => closeRedis(redis));

  spoolCases(() => new RedisSpool(redis, config.prefix));

  it('is gone after a week that nobody came', async () => {
    await new RedisSpool(redis, config.prefix).put([aRecord()]);
    const [key = ''] = await redis.keys('*:audit:spool');
    expect(await redis.ttl(key)).toBeGreaterThan(6 * 24 * 3_600);
  });
});

describe('a process without a spool', () => {
  it('counts what it loses', async () => {
    expect((await stopped(undefined, 25)).droppedBecause('shutdown')).toBe(25);
  });
});
