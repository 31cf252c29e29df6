import { Logger } from '@nestjs/common';
import { until } from '@repo/foundation/testing';
import type { AuditRecord } from '../record/audit-record';
import type { RecordBatch } from '../storage/record-batch';
import { RecordStore, UnstorableError } from '../storage/record-store';
import { copyLine } from '../storage/copy-line';
import { aRecord } from '../testing/record.fixture';
import { AuditTrail } from './audit-trail';
import { BatchWriter } from './batch-writer';
import { RecordBuffer } from './record-buffer';
import { UnrecordableError } from './unrecordable.error';
import { AuditCounts } from './audit-counts';

/** Stands for a database that a test can take away. The real one is in `postgres-outage.e2e.ts`. */
class ScriptedStore extends RecordStore {
  readonly stored: string[] = [];
  readonly batches: number[] = [];
  isAway = false;

  async insert(batch: RecordBatch): Promise<void> {
    const records = batch.records();
    this.batches.push(records.length);
    if (this.isAway) throw new Error('away');
    if (records.some(({ name }) => name === 'poison')) throw new UnstorableError(new Error('no'));
    this.stored.push(...records.map(({ requestId }) => requestId));
  }
}

const names = (count: number, from = 0) =>
  Array.from({ length: count }, (_, n) => String(from + n));

function trailOf({ records = 1_000, batchSize = 10, delayMs = 20 } = {}) {
  const store = new ScriptedStore();
  const counts = new AuditCounts();
  const buffer = new RecordBuffer({ records, bytes: 1_000_000_000 }, copyLine);
  const options = { batchSize, delayMs, retryMs: 5, maxRetryMs: 20 };
  const writer = new BatchWriter(buffer, store, counts, options);
  const trail = new AuditTrail(buffer, writer, counts, 50);
  const record = (requestId: string, more: Partial<AuditRecord> = {}) =>
    trail.record(aRecord({ requestId, ...more }));
  const drain = () => trail.drain(AbortSignal.timeout(20_000));
  return { store, counts, buffer, writer, trail, record, drain };
}

beforeAll(() => Logger.overrideLogger(false));

describe('records', () => {
  it('are stored many at once, in their order', async () => {
    const { store, record, drain, counts } = trailOf();
    names(25).forEach((name) => record(name));
    await drain();
    expect(store.stored).toEqual(names(25));
    expect(store.batches).toEqual([10, 10, 5]);
    expect(counts.stored).toBe(25);
  });

  it('are stored after a while when there are few', async () => {
    const { store, record } = trailOf();
    record('only');
    expect(store.stored).toEqual([]);
    await until(() => store.stored.length === 1);
  });

  it('wait in memory while the database is away, and none is lost or stored twice', async () => {
    const { store, record, writer, counts, buffer } = trailOf();
    store.isAway = true;
    names(30).forEach((name) => record(name));
    await until(() => writer.isAway && store.batches.length > 3);
    names(30, 30).forEach((name) => record(name));
    expect(buffer.size).toBe(60);
    store.isAway = false;
    await until(() => buffer.size === 0);
    expect(store.stored).toEqual(names(60));
    expect([counts.stored, counts.dropped]).toEqual([60, 0]);
  });

  it('are counted when there is no room for them', async () => {
    const { store, record, counts, drain, writer } = trailOf({ records: 20 });
    store.isAway = true;
    names(50).forEach((name) => record(name));
    await until(() => writer.isAway);
    store.isAway = false;
    await drain();
    expect(store.stored).toEqual(names(20));
    expect([counts.stored, counts.droppedBecause('buffer_full')]).toEqual([20, 30]);
  });

  it('of refusals leave room for those of calls', async () => {
    const { store, record, counts, drain } = trailOf({ records: 20, batchSize: 100 });
    names(50).forEach((name) => record(name, { outcome: 'refused' }));
    names(10, 50).forEach((name) => record(name));
    await drain();
    expect(store.stored).toEqual([...names(10), ...names(10, 50)]);
    expect(counts.dropped).toBe(40);
  });

  it.each([[[0]], [[9]], [[3, 4, 7]], [names(10).map(Number)]])(
    'that cannot be stored take none with them: %j',
    async (poisoned) => {
      const { store, record, counts, drain } = trailOf();
      names(10).forEach((name, n) => record(name, poisoned.includes(n) ? { name: 'poison' } : {}));
      await drain();
      expect(store.stored).toEqual(names(10).filter((_, n) => !poisoned.includes(n)));
      expect(counts.droppedBecause('unstorable')).toBe(poisoned.length);
      expect(counts.stored).toBe(10 - poisoned.length);
    },
  );

  it('that wait for a database which never comes are counted at the end', async () => {
    const { store, record, counts, trail } = trailOf();
    store.isAway = true;
    names(30).forEach((name) => record(name));
    await trail.drain(AbortSignal.timeout(30));
    await trail.stop();
    record('too late');
    expect(counts.droppedBecause('shutdown')).toBe(31);
  });
});

describe('a call that must be recorded', () => {
  it('waits until its record is stored', async () => {
    const { store, trail } = trailOf({ delayMs: 0 });
    trail.admit();
    await trail.recordAdmitted(aRecord({ requestId: 'mine' }));
    expect(store.stored).toEqual(['mine']);
  });

  it('is withheld when that takes too long, and recorded nevertheless', async () => {
    const { store, trail, drain } = trailOf({ delayMs: 0 });
    store.isAway = true;
    trail.admit();
    await expect(trail.recordAdmitted(aRecord({ requestId: 'late' }))).rejects.toThrow(
      UnrecordableError,
    );
    expect(() => trail.admit()).toThrow(UnrecordableError);
    store.isAway = false;
    await drain();
    expect(store.stored).toEqual(['late']);
    trail.admit();
  });

  it('is withheld when its record cannot be stored at all', async () => {
    const { trail } = trailOf({ delayMs: 0 });
    trail.admit();
    await expect(trail.recordAdmitted(aRecord({ name: 'poison' }))).rejects.toThrow('withheld');
  });

  it('does not run where no place is left for its record', () => {
    const { trail } = trailOf({ records: 2 });
    trail.admit();
    trail.admit();
    expect(() => trail.admit()).toThrow(UnrecordableError);
  });
});
