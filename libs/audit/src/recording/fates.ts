import type { AuditRecord } from '../record/audit-record';

/** What became of a record. */
export type Fate = 'stored' | 'dropped';

/** Tells those who wait for a record what has become of it. */
export class Fates {
  private readonly waiting = new Map<AuditRecord, (fate: Fate) => void>();

  /** What will have become of a record that is in the buffer. */
  of(record: AuditRecord): Promise<Fate> {
    return new Promise((resolve) => this.waiting.set(record, resolve));
  }

  tell(records: readonly AuditRecord[], fate: Fate): void {
    if (this.waiting.size === 0) return;
    for (const record of records) {
      this.waiting.get(record)?.(fate);
      this.waiting.delete(record);
    }
  }
}
