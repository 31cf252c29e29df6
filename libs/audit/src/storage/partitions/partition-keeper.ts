import { AuditConfig } from '@acme/config';
import { Clock } from '@acme/mcp-core';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { expired, monthAfter, monthOf } from './month';
import { addPartition, dropPartition, LIST_PARTITIONS } from './partition-statements';

/** Milliseconds. Partitions are made a month ahead: hundreds of rounds may fail before it matters. */
const ROUND_MS = 3_600_000;

/**
 * Sees to it that there are partitions for this month and the next, and none that the retention
 * has passed. Every process does so: what must be is compared with what is, so that two who do it
 * at once do no harm.
 */
@Injectable()
export class PartitionKeeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Audit');
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly config: AuditConfig,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.round();
    this.timer = setInterval(() => void this.round(), ROUND_MS);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** @returns the names of the partitions that it dropped */
  async keep(): Promise<readonly string[]> {
    const month = monthOf(this.clock.now());
    for (const needed of [month, monthAfter(month)]) {
      await this.dataSource.query(addPartition(needed));
    }
    const rows = await this.dataSource.query<{ partition: string }[]>(LIST_PARTITIONS);
    const partitions = rows.map(({ partition }) => partition);
    const gone = expired(partitions, this.clock.now(), this.config.retentionDays);
    for (const partition of gone) await this.dataSource.query(dropPartition(partition));
    return gone;
  }

  /** Writers add what they need themselves; the start need not fail for this. */
  private async round(): Promise<void> {
    try {
      const gone = await this.keep();
      if (gone.length > 0)
        this.logger.log(`Audit records were dropped by age: ${gone.join(', ')}.`);
    } catch (error) {
      this.logger.warn(`Partitions of the audit trail: ${(error as Error).message}`);
    }
  }
}
