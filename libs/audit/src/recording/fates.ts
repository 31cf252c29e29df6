import type { RecordBatch } from '../storage/record-batch';

/** What became of a record. */
export type Fate = 'stored' | 'dropped';

/** Tells those who wait for a record what has become of it. */
export class Fates {
  private readonly waiting = new Map<number, (fate: Fate) => void>();

  /** What will have become of the record of this number, which is in the buffer. */
  of(record: number): Promise<Fate> {
    return new Promise((resolve) => this.waiting.set(record, resolve));
  }

  tell({ first, size }: RecordBatch, fate: Fate): void {
    if (this.waiting.size === 0) return;
    for (let record = first; record < first + size; record += 1) {
      this.waiting.get(record)?.(fate);
      this.waiting.delete(record);
    }
  }

  /** Tells all who still wait. */
  tellAll(fate: Fate): void {
    for (const resolve of this.waiting.values()) resolve(fate);
    this.waiting.clear();
  }
}
