import type { RecordBatch } from '../storage/record-batch';

/** What became of a record. */
export type WriteOutcome = 'stored' | 'dropped';

/** Tells those who wait for a record what has become of it. */
export class PendingWrites {
  private readonly waiting = new Map<number, (outcome: WriteOutcome) => void>();

  /** What will have become of the record of this number, which is in the buffer. */
  of(record: number): Promise<WriteOutcome> {
    return new Promise((resolve) => this.waiting.set(record, resolve));
  }

  settle({ first, size }: RecordBatch, outcome: WriteOutcome): void {
    if (this.waiting.size === 0) return;
    for (let record = first; record < first + size; record += 1) {
      this.waiting.get(record)?.(outcome);
      this.waiting.delete(record);
    }
  }

  /** Tells all who still wait. */
  settleAll(outcome: WriteOutcome): void {
    for (const resolve of this.waiting.values()) resolve(outcome);
    this.waiting.clear();
  }
}
