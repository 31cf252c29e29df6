import type { AuditRecord } from '../record/audit-record';
import { copyLine, recordOfLine } from './copy-line';

/** Where the lines of a batch stand. */
export interface Lines {
  readonly bytes: Buffer;
  /** Where each line ends, its line feed included. */
  readonly ends: Uint32Array;
}

const LINE_FEED_BYTES = 1;

/** Records that are stored together, as lines of `COPY`. Good until its chunk was told what became of them. */
export class RecordBatch {
  /**
   * @param first number of its first record, among all that were ever made
   * @param from its first line
   * @param to the line after its last
   */
  constructor(
    private readonly lines: Lines,
    readonly first: number,
    private readonly from: number,
    private readonly to: number,
  ) {}

  static of(records: readonly AuditRecord[]): RecordBatch {
    const lines = records.map((record) => Buffer.from(copyLine(record)));
    let end = 0;
    const ends = Uint32Array.from(lines, ({ length }) => (end += length));
    return new RecordBatch({ bytes: Buffer.concat(lines), ends }, 0, 0, records.length);
  }

  get size(): number {
    return this.to - this.from;
  }

  /** What `COPY` takes. */
  get copyText(): Buffer {
    return this.lines.bytes.subarray(this.startOf(this.from), this.startOf(this.to));
  }

  /** Reads the records again, which is for when something went wrong. */
  records(): AuditRecord[] {
    return Array.from({ length: this.size }, (_, n) => this.record(this.from + n));
  }

  /** Two batches, in their order, of one that has more than one record. */
  halves(): [RecordBatch, RecordBatch] {
    const { lines, first, from, to } = this;
    const middle = Math.ceil((from + to) / 2);
    return [
      new RecordBatch(lines, first, from, middle),
      new RecordBatch(lines, first + middle - from, middle, to),
    ];
  }

  private record(line: number): AuditRecord {
    const end = this.startOf(line + 1) - LINE_FEED_BYTES;
    return recordOfLine(this.lines.bytes.toString('utf8', this.startOf(line), end));
  }

  private startOf(line: number): number {
    return line === 0 ? 0 : (this.lines.ends[line - 1] ?? 0);
  }
}
