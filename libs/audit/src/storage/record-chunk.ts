import { RecordBatch } from './record-batch';

/** Bytes of some 4,000 usual records. */
const CHUNK_BYTES = 1_024 * 1_024;
const CHUNK_LINES = 4_000;

/** UTF-8 needs no more for a UTF-16 unit. */
const BYTES_OF_A_UNIT = 3;

/**
 * Lines of `COPY` in a row, in memory that the garbage collector neither walks nor moves: a record
 * that waits as an object outlives collections, each of which has to move it while calls wait.
 */
export class RecordChunk {
  private readonly bytes: Buffer;
  /** Where each line ends. */
  private readonly ends = new Uint32Array(CHUNK_LINES);
  private count = 0;
  private done = 0;

  /** @param line that must fit in, however long it is */
  constructor(line = '') {
    this.bytes = Buffer.allocUnsafeSlow(Math.max(CHUNK_BYTES, line.length * BYTES_OF_A_UNIT));
  }

  /** Lines that were not settled yet. */
  get left(): number {
    return this.count - this.done;
  }

  /** Whether it is as large as nearly all are, and worth keeping for other records. */
  get isReusable(): boolean {
    return this.bytes.length === CHUNK_BYTES;
  }

  fits(line: string): boolean {
    return (
      this.count < CHUNK_LINES &&
      this.endOf(this.count) + line.length * BYTES_OF_A_UNIT <= this.bytes.length
    );
  }

  /** Adds a line that fits. @returns its bytes */
  add(line: string): number {
    const start = this.endOf(this.count);
    const length = this.bytes.write(line, start);
    this.ends[this.count] = start + length;
    this.count += 1;
    return length;
  }

  /** The first lines that are left, `limit` at most. @param first number of the first record */
  batch(first: number, limit: number): RecordBatch {
    const { bytes, ends, done } = this;
    return new RecordBatch({ bytes, ends }, first, done, Math.min(this.count, done + limit));
  }

  /** Forgets the first lines that are left. @returns the bytes that they had */
  settle(lines: number): number {
    const start = this.endOf(this.done);
    this.done += lines;
    return this.endOf(this.done) - start;
  }

  /** Forgets all: its memory can be used again. */
  clear(): void {
    this.count = 0;
    this.done = 0;
  }

  private endOf(lines: number): number {
    return lines === 0 ? 0 : (this.ends[lines - 1] ?? 0);
  }
}
