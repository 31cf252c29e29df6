import { Injectable } from '@nestjs/common';
import { Counter, Gauge, register } from 'prom-client';

/**
 * Why a record was dropped.
 *
 * - `buffer_full`: the database was away for longer than the buffer lasts.
 * - `unstorable`: the database refuses this very record.
 * - `shutdown`: the process had to end while the database was away.
 */
export type DropReason = 'buffer_full' | 'unstorable' | 'shutdown';

/** Accounts for every record: what was made is stored, dropped or still buffered. */
@Injectable()
export class AuditCounts {
  private readonly drops = new Map<DropReason, number>();
  private storedCount = 0;
  private readonly metrics = metricsOfProcess();

  get stored(): number {
    return this.storedCount;
  }

  get dropped(): number {
    return [...this.drops.values()].reduce((sum, count) => sum + count, 0);
  }

  droppedBecause(reason: DropReason): number {
    return this.drops.get(reason) ?? 0;
  }

  countStored(records: number): void {
    this.storedCount += records;
    this.metrics.stored.inc(records);
  }

  countDropped(reason: DropReason, records = 1): void {
    this.drops.set(reason, this.droppedBecause(reason) + records);
    this.metrics.dropped.inc({ reason }, records);
  }

  setBuffered(records: number): void {
    this.metrics.buffered.set(records);
  }
}

/** The registry is the process's: a second application in it, as in tests, shares them. */
function metricsOfProcess() {
  return {
    stored: existing<Counter>('audit_records_stored_total') ?? storedCounter(),
    dropped: existing<Counter<'reason'>>('audit_records_dropped_total') ?? droppedCounter(),
    buffered: existing<Gauge>('audit_records_buffered') ?? bufferedGauge(),
  };
}

function existing<Metric>(name: string): Metric | undefined {
  return register.getSingleMetric(name) as Metric | undefined;
}

function storedCounter(): Counter {
  return new Counter({
    name: 'audit_records_stored_total',
    help: 'Audit records that the database has.',
  });
}

function droppedCounter(): Counter<'reason'> {
  return new Counter({
    name: 'audit_records_dropped_total',
    help: 'Audit records that were lost, by reason.',
    labelNames: ['reason'],
  });
}

function bufferedGauge(): Gauge {
  return new Gauge({
    name: 'audit_records_buffered',
    help: 'Audit records that wait to be stored.',
  });
}
