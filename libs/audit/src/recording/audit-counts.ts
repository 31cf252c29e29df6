import { Injectable } from '@nestjs/common';

/**
 * Why a record was dropped.
 *
 * - `buffer_full`: the database was away for longer than the buffer lasts.
 * - `unstorable`: the database refuses this very record.
 * - `shutdown`: the process had to end while the database was away, and no spool took it.
 */
export const DROP_REASONS = ['buffer_full', 'unstorable', 'shutdown'] as const;

export type DropReason = (typeof DROP_REASONS)[number];

/**
 * Accounts for every record: what was made is stored, dropped, still buffered, or in the spool. Of the
 * spool, whoever stores a record counts it.
 */
@Injectable()
export class AuditCounts {
  private readonly drops = new Map<DropReason, number>();
  private storedCount = 0;
  private spooledCount = 0;
  private bufferedNow = 0;

  /** Records that the database has. */
  get stored(): number {
    return this.storedCount;
  }

  get dropped(): number {
    return [...this.drops.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Records that this process left to others when it was stopped. */
  get spooled(): number {
    return this.spooledCount;
  }

  /** Records that wait to be stored. */
  get buffered(): number {
    return this.bufferedNow;
  }

  droppedBecause(reason: DropReason): number {
    return this.drops.get(reason) ?? 0;
  }

  countStored(records: number): void {
    this.storedCount += records;
  }

  countDropped(reason: DropReason, records = 1): void {
    this.drops.set(reason, this.droppedBecause(reason) + records);
  }

  countSpooled(records: number): void {
    this.spooledCount += records;
  }

  setBuffered(records: number): void {
    this.bufferedNow = records;
  }
}
