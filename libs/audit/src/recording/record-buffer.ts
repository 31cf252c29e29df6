import type { RecordBatch } from '../storage/record-batch';
import { RecordChunk } from '../storage/record-chunk';

export interface BufferLimits {
  readonly records: number;
  /** Of memory, about. */
  readonly bytes: number;
}

/** Calls whose lines are made together, at most. */
const FRESH = 64;

/**
 * Records that wait to be stored, in the order they came, within bounds. What they are made of waits
 * until the end of the turn of the event loop: no answer waits for its record, and code that runs for
 * many records in a row runs faster than the same code between other things.
 */
export class RecordBuffer<Entry> {
  /** Of this turn; they have no lines yet. */
  private fresh: Entry[] = [];
  /** Oldest first; records are added to the last, which is never missing. */
  private readonly chunks = [new RecordChunk()];
  /** Under load one is emptied for each that is filled. */
  private spare?: RecordChunk;
  private bytes = 0;
  private made = 0;
  private settled = 0;

  /** @param lineOf makes the line of `COPY`; must not throw */
  constructor(
    private readonly limits: BufferLimits,
    private readonly lineOf: (entry: Entry) => string,
  ) {}

  /** Those that are being stored included. */
  get size(): number {
    return this.made - this.settled;
  }

  /** Whether no more records come to those that `take` would give next. */
  get isNextFull(): boolean {
    return this.chunks.length > 1;
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

  /** @returns the number of the record, among all that were ever pushed */
  push(entry: Entry): number {
    if (this.fresh.length === 0) setImmediate(this.write);
    this.fresh.push(entry);
    if (this.fresh.length === FRESH) this.write();
    this.made += 1;
    return this.made - 1;
  }

  /** The oldest, `count` at most; they stay here until `settle` says what became of them. */
  take(count: number): RecordBatch {
    this.write();
    return this.first.batch(this.settled, count);
  }

  /** Forgets the oldest `count`, of those that were taken. */
  settle(count: number): void {
    const { first } = this;
    this.bytes -= first.settle(count);
    this.settled += count;
    if (first.left > 0) return;
    first.clear();
    if (this.chunks.length === 1) return;
    this.chunks.shift();
    if (first.isReusable) this.spare = first;
  }

  /** Forgets all. @returns how many there were */
  clear(): number {
    this.write();
    const { size } = this;
    while (this.size > 0) this.settle(this.first.left);
    return size;
  }

  private readonly write = (): void => {
    const { fresh } = this;
    if (fresh.length === 0) return;
    this.fresh = [];
    for (const entry of fresh) {
      const line = this.lineOf(entry);
      this.bytes += this.chunkFor(line).add(line);
    }
  };

  private get first(): RecordChunk {
    return this.chunks[0] as RecordChunk;
  }

  private chunkFor(line: string): RecordChunk {
    const last = this.chunks[this.chunks.length - 1] as RecordChunk;
    if (last.fits(line)) return last;
    const { spare } = this;
    this.spare = undefined;
    const chunk = spare?.fits(line) ? spare : new RecordChunk(line);
    // An empty one stands alone: all others are left as soon as they are settled.
    if (last.left === 0) this.chunks.pop();
    this.chunks.push(chunk);
    return chunk;
  }
}
