import {
  type BeforeApplicationShutdown,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { AuditRecord } from '../record/audit-record';
import type { AuditCounts } from '../recording/audit-counts';
import type { PostgresRecordStore } from '../storage/postgres-record-store';
import { RecordBatch } from '../storage/record-batch';
import { UnstorableError } from '../storage/record-store';
import type { RecordSpool, SpooledBatch } from './record-spool';

/** Milliseconds between two looks; each costs Redis, or the disk, one question. */
const LOOK_MS = 10_000;

/** Fields that the version which left a batch may not have had. */
const ADDED_LATER: Pick<AuditRecord, 'issuer' | 'address' | 'count'> = {
  issuer: '',
  address: '',
  count: 1,
};

/**
 * Stores what processes that were stopped have left in the spool: at the start, and then again and
 * again, since others may be stopped while this one goes on.
 */
export class SpoolReplay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Audit');
  private timer?: NodeJS.Timeout;
  private looking?: Promise<void>;
  private stopped = false;

  /** @param store of its own: it is closed whenever the spool is empty */
  constructor(
    private readonly spool: RecordSpool,
    private readonly store: Pick<PostgresRecordStore, 'insert' | 'close'>,
    private readonly counts: AuditCounts,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.look(), LOOK_MS).unref();
    void this.look();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.looking;
  }

  /** Stores all that is there. What fails stays there, for the next look. */
  look(): Promise<void> {
    this.looking ??= this.storeAll()
      .catch((error: Error) => this.logger.debug(`The spool is not read: ${error.message}`))
      .finally(() => (this.looking = undefined));
    return this.looking;
  }

  private async storeAll(): Promise<void> {
    let stored = 0;
    try {
      let batch: SpooledBatch | undefined;
      while (!this.stopped && (batch = await this.spool.oldest()) !== undefined) {
        const records = this.recordsOf(batch.text);
        const taken = records.length === 0 ? 0 : await this.insert(RecordBatch.of(records));
        if (!(await batch.remove())) continue;
        this.counts.countStored(taken);
        stored += taken;
      }
    } finally {
      await this.store.close();
      if (stored > 0) this.logger.log(`${stored} audit records of the spool are stored.`);
    }
  }

  private recordsOf(text: string): readonly AuditRecord[] {
    try {
      const records = JSON.parse(text) as readonly AuditRecord[];
      return records.map((record) => ({ ...ADDED_LATER, ...record }));
    } catch (error) {
      this.drop('A batch of the spool is no JSON', error as Error);
      return [];
    }
  }

  /** One record that the database refuses takes none with it. @returns how many were stored */
  private async insert(batch: RecordBatch): Promise<number> {
    try {
      await this.store.insert(batch);
      return batch.size;
    } catch (error) {
      if (!(error instanceof UnstorableError)) throw error;
      if (batch.size === 1) {
        this.drop(`Audit record ${batch.records()[0]?.id} of the spool is dropped`, error);
        return 0;
      }
      const [first, second] = batch.halves();
      return (await this.insert(first)) + (await this.insert(second));
    }
  }

  private drop(what: string, { message }: Error): void {
    this.counts.countDropped('unstorable');
    this.logger.error(`${what}. ${message}`);
  }
}
