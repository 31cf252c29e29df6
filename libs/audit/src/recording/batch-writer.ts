import { setTimeout as wait } from 'node:timers/promises';
import { detached } from '@repo/foundation';
import { Logger } from '@nestjs/common';
import type { RecordBatch } from '../storage/record-batch';
import type { RecordSpool } from '../spool/record-spool';
import { UnstorableError, type RecordStore } from '../storage/record-store';
import type { AuditCounts } from './audit-counts';
import { PendingWrites, type WriteOutcome } from './pending-writes';
import type { RecordBuffer } from './record-buffer';

/** Records in one entry of the spool, whose room is counted in entries: docs/operate/audit.md. */
const SPOOLED_TOGETHER = 500;

export interface BatchOptions {
  readonly batchSize: number;
  /** How long a record waits for others to be stored with; 0 where somebody waits for it. */
  readonly delayMs: number;
  /** Before the next attempt while the database is away; doubles up to `maxRetryMs`. */
  readonly retryMs: number;
  readonly maxRetryMs: number;
}

/**
 * Moves records from the buffer to the store, a batch at a time and one batch after the other, so
 * that no call waits for the database and a slow one is not flooded.
 */
export class BatchWriter {
  private readonly logger = new Logger('Audit');
  private readonly pending = new PendingWrites();
  private timer?: NodeJS.Timeout;
  private writing?: Promise<void>;
  private failures = 0;
  private stopped = false;

  constructor(
    private readonly buffer: Omit<RecordBuffer<unknown>, 'push'>,
    private readonly store: RecordStore,
    private readonly counts: AuditCounts,
    private readonly options: BatchOptions,
    private readonly spool?: Pick<RecordSpool, 'put'>,
  ) {}

  /** Whether the last attempt failed: what is buffered now may wait for long. */
  get isAway(): boolean {
    return this.failures > 0;
  }

  /** There is something new in the buffer. */
  wake(): void {
    if (this.isAway || this.writing !== undefined) return;
    if (this.buffer.size >= this.options.batchSize || this.buffer.isNextFull) this.start();
    else this.startIn(this.options.delayMs);
  }

  /** What will have become of the record of this number, which is in the buffer. */
  outcomeOf(record: number): Promise<WriteOutcome> {
    return this.pending.of(record);
  }

  /**
   * Resolves when the buffer is empty, or else when `giveUp` is aborted; with a spool already when one
   * more attempt has failed.
   */
  async drain(giveUp: AbortSignal): Promise<void> {
    while (this.buffer.size > 0 && !giveUp.aborted) {
      this.start();
      await this.writing;
      if (!this.isAway) continue;
      if (this.spool !== undefined) return;
      await pause(this.options.retryMs, giveUp);
    }
  }

  /** Moves what is buffered to the spool, for another process to store; without one it stays. */
  async moveToSpool(): Promise<void> {
    while (this.writing !== undefined) await this.writing;
    clearTimeout(this.timer);
    this.timer = undefined;
    const { spool } = this;
    if (spool === undefined || this.buffer.size === 0) return;
    this.writing = this.spoolAll(spool).finally(() => (this.writing = undefined));
    await this.writing;
  }

  /** Ends the attempt that runs, if any; makes no other, and forgets what is still buffered. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.moveToSpool();
    const lost = this.buffer.clear();
    if (lost === 0) return;
    this.counts.countDropped('shutdown', lost);
    this.pending.settleAll('dropped');
    this.logger.error(`${lost} audit records are lost: the database was unreachable to the end.`);
  }

  private async spoolAll(spool: Pick<RecordSpool, 'put'>): Promise<void> {
    let moved = 0;
    try {
      while (this.buffer.size > 0) {
        const batch = this.buffer.take(Math.min(this.options.batchSize, SPOOLED_TOGETHER));
        await spool.put(batch.records());
        this.counts.countSpooled(batch.size);
        // Kept, and yet not stored: who waits for that is told so.
        this.pending.settle(batch, 'dropped');
        this.buffer.settle(batch.size);
        moved += batch.size;
      }
    } catch (error) {
      this.logger.error(`The spool takes no audit records: ${(error as Error).message}`);
    }
    this.counts.setBuffered(this.buffer.size);
    if (moved > 0) this.logger.warn(`${moved} audit records wait in the spool to be stored.`);
  }

  private startIn(delayMs: number): void {
    if (this.timer !== undefined) return;
    this.timer = setTimeout(() => this.start(), delayMs);
    this.timer.unref();
  }

  private start(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    // It stores what many calls have left, and is no part of the one that happens to begin it.
    this.writing ??= detached(() =>
      this.write().finally(() => {
        this.writing = undefined;
        this.counts.setBuffered(this.buffer.size);
        this.next();
      }),
    );
  }

  private next(): void {
    if (this.stopped || this.buffer.size === 0) return;
    if (!this.isAway) return this.wake();
    const { retryMs, maxRetryMs } = this.options;
    this.startIn(Math.min(maxRetryMs, retryMs * 2 ** Math.min(this.failures - 1, 16)));
  }

  private async write(): Promise<void> {
    const batch = this.buffer.take(this.options.batchSize);
    const parts = batch.size > 0 ? [batch] : [];
    let part: RecordBatch | undefined;
    try {
      while ((part = parts.pop()) !== undefined) parts.push(...(await this.writePart(part)));
      this.cameBack();
    } catch (error) {
      this.wentAway(error as Error);
    }
    // Parts are written in their order, so that what is left is the end of the batch.
    this.buffer.settle(part === undefined ? batch.size : part.first - batch.first);
  }

  /**
   * A batch that is refused is halved, and halved again, until the one record that is at fault
   * stands alone.
   *
   * @returns what is still to be written, last things first
   */
  private async writePart(part: RecordBatch): Promise<RecordBatch[]> {
    try {
      await this.store.insert(part);
    } catch (error) {
      if (!(error instanceof UnstorableError)) throw error;
      if (part.size > 1) return part.halves().reverse();
      this.drop(part, error);
      return [];
    }
    this.counts.countStored(part.size);
    this.pending.settle(part, 'stored');
    return [];
  }

  private drop(part: RecordBatch, error: UnstorableError): void {
    this.counts.countDropped('unstorable');
    this.logger.error(`Audit record ${part.records()[0]?.id} is dropped. ${error.message}`);
    this.pending.settle(part, 'dropped');
  }

  private wentAway({ message }: Error): void {
    this.failures += 1;
    if (this.failures > 1) return;
    this.logger.warn(`Audit records wait in memory, the database does not take them: ${message}`);
  }

  private cameBack(): void {
    if (this.isAway) this.logger.log('The database takes audit records again.');
    this.failures = 0;
  }
}

/** Not unreferenced: a process that ends waits for it. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return wait(ms, undefined, { signal }).catch(() => undefined);
}
