import { Injectable } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import type { Counter, Gauge } from 'prom-client';
import { AuditMetric } from '../metrics/audit.metrics';

/**
 * Why a record was dropped.
 *
 * - `buffer_full`: the database was away for longer than the buffer lasts.
 * - `unstorable`: the database refuses this very record.
 * - `shutdown`: the process had to end while the database was away, and no spool took it.
 */
export type DropReason = 'buffer_full' | 'unstorable' | 'shutdown';

/**
 * Accounts for every record: what was made is stored, dropped, still buffered, or in the spool. Of the
 * spool, whoever stores a record counts it.
 */
@Injectable()
export class AuditCounts {
  private readonly drops = new Map<DropReason, number>();
  private storedCount = 0;

  constructor(
    @InjectMetric(AuditMetric.stored) private readonly storedTotal: Counter,
    @InjectMetric(AuditMetric.dropped) private readonly droppedTotal: Counter<'reason'>,
    @InjectMetric(AuditMetric.buffered) private readonly buffered: Gauge,
    @InjectMetric(AuditMetric.spooled) private readonly spooled: Counter,
  ) {}

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
    this.storedTotal.inc(records);
  }

  countDropped(reason: DropReason, records = 1): void {
    this.drops.set(reason, this.droppedBecause(reason) + records);
    this.droppedTotal.inc({ reason }, records);
  }

  countSpooled(records: number): void {
    this.spooled.inc(records);
  }

  setBuffered(records: number): void {
    this.buffered.set(records);
  }
}
