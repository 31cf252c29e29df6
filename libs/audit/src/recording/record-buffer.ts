import type { AuditRecord } from '../record/audit-record';

export interface BufferLimits {
  readonly records: number;
  /** Of memory, about. */
  readonly bytes: number;
}

/** Records that wait to be stored, in the order they came, within bounds. */
export class RecordBuffer {
  private waiting: AuditRecord[] = [];
  private taken: readonly AuditRecord[] = [];
  private bytes = 0;

  constructor(private readonly limits: BufferLimits) {}

  /** Those that are being stored included. */
  get size(): number {
    return this.waiting.length + this.taken.length;
  }

  /**
   * Whether there is room for more.
   *
   * @param share of the limits, from 0 to 1, that may be filled
   * @param reserved records that others may still bring
   */
  hasRoom(share = 1, reserved = 0): boolean {
    const { records, bytes } = this.limits;
    return this.size + reserved < records * share && this.bytes < bytes * share;
  }

  push(record: AuditRecord): void {
    this.waiting.push(record);
    this.bytes += sizeOf(record);
  }

  /** Takes the oldest out, until `settle` says what became of them. */
  take(count: number): readonly AuditRecord[] {
    this.taken = this.waiting.slice(0, count);
    this.waiting = this.waiting.slice(count);
    return this.taken;
  }

  /** Ends what `take` began. @param left those that still wait */
  settle(left: readonly AuditRecord[]): void {
    const kept = new Set(left);
    for (const record of this.taken) if (!kept.has(record)) this.bytes -= sizeOf(record);
    if (left.length > 0) this.waiting = [...left, ...this.waiting];
    this.taken = [];
  }

  /** Forgets all that nobody has taken. @returns those */
  clear(): readonly AuditRecord[] {
    const forgotten = this.take(this.waiting.length);
    this.settle([]);
    return forgotten;
  }
}

/** An object of short texts has about as many bytes; texts of a client are counted. */
const FIXED_BYTES = 512;

function sizeOf({ arguments: json, name, software }: AuditRecord): number {
  return FIXED_BYTES + 2 * ((json?.length ?? 0) + name.length + software.length);
}
