import { withTimeout } from '@repo/foundation';
import type { CompletedCall } from '../record/completed-call';
import type { AuditCounts } from './audit-counts';
import type { BatchWriter } from './batch-writer';
import type { RecordBuffer } from './record-buffer';
import { UnrecordableError } from './unrecordable.error';

/**
 * Part of the buffer that calls which were turned away may fill. Whoever has no token cannot, by
 * being refused very often, take the place of calls that were let in.
 */
const SHARE_OF_REFUSALS = 0.5;

/** See `RefusalSums`. */
interface Sums<Entry> {
  isWhole(refusal: Entry): boolean;
  flush(): void;
}

type Ending = Pick<CompletedCall, 'kind' | 'outcome'>;

function isTurnedAway({ kind, outcome }: Ending): boolean {
  return kind === 'unknown' || outcome === 'refused' || outcome === 'rate_limited';
}

/** Takes the records of calls, and sees to it that each is stored or counted as dropped. */
export class AuditTrail<Entry extends Ending = CompletedCall> {
  /** Calls that were admitted and have not been recorded yet. */
  private admitted = 0;
  private stopped = false;
  private readonly sums?: Sums<Entry>;

  constructor(
    private readonly buffer: RecordBuffer<Entry>,
    private readonly writer: BatchWriter,
    private readonly counts: AuditCounts,
    /** How long a call of `AUDIT=strict` waits for its record to be stored. */
    private readonly storeTimeoutMs: number,
    /** Makes what sums up refusals; without it each is recorded by itself. */
    sums?: (record: (sum: Entry) => void) => Sums<Entry>,
  ) {
    this.sums = sums?.((sum) => this.push(sum, 1));
  }

  /** Records a call, soon. Returns at once and never throws. */
  record(call: Entry): void {
    const isRefusal = isTurnedAway(call);
    if (isRefusal && this.sums?.isWhole(call) === false) return;
    this.push(call, isRefusal ? SHARE_OF_REFUSALS : 1);
  }

  private push(call: Entry, share: number): void {
    if (this.stopped) this.counts.countDropped('shutdown');
    else if (this.buffer.hasRoom(share)) {
      this.buffer.push(call);
      this.writer.wake();
    } else this.counts.countDropped('buffer_full');
  }

  /**
   * Keeps a place for the record of a call that is about to run.
   *
   * @throws {UnrecordableError} the database is away, or there is no place
   */
  admit(): void {
    if (this.stopped || this.writer.isAway || !this.buffer.hasRoom(1, this.admitted)) {
      throw UnrecordableError.beforeCall();
    }
    this.admitted += 1;
  }

  /**
   * Records a call that was admitted, and waits until it is stored. A record that is not stored in
   * time still will be, as soon as the database takes it.
   *
   * @throws {UnrecordableError} it was not stored in time
   */
  async recordAdmitted(call: Entry): Promise<void> {
    this.admitted -= 1;
    if (this.stopped) {
      this.counts.countDropped('shutdown');
      throw UnrecordableError.afterCall();
    }
    const stored = this.writer.outcomeOf(this.buffer.push(call));
    this.writer.wake();
    const outcome = await withTimeout(this.storeTimeoutMs, stored, () => 'late' as const);
    if (outcome !== 'stored') throw UnrecordableError.afterCall();
  }

  /** Stores what is buffered, as far as that goes before `giveUp` is aborted. */
  drain(giveUp: AbortSignal): Promise<void> {
    this.sums?.flush();
    return this.writer.drain(giveUp);
  }

  /** Leaves what could not be stored until now to other processes, where they share a spool. */
  moveToSpool(): Promise<void> {
    this.sums?.flush();
    return this.writer.moveToSpool();
  }

  /** Takes no more records. What could not be stored until now goes to the spool, or is dropped, and counted. */
  async stop(): Promise<void> {
    this.sums?.flush();
    this.stopped = true;
    await this.writer.stop();
  }
}
