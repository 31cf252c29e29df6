import { AuditConfig } from '@repo/config';
import { Tables } from '@repo/database';
import { Clock } from '@repo/foundation';
import { Injectable } from '@nestjs/common';
import { expired } from './month';
import { dropPartition, LIST_PARTITIONS } from './partition-statements';

/** Drops the partitions that hold nothing but what the retention has passed: a job of the worker. */
@Injectable()
export class AuditRetention {
  constructor(
    private readonly tables: Tables,
    private readonly clock: Clock,
    private readonly config: AuditConfig,
  ) {}

  /** @returns the names of the partitions that it dropped */
  async dropExpired(): Promise<readonly string[]> {
    const rows = await this.tables.query<{ partition: string }[]>(LIST_PARTITIONS);
    const partitions = rows.map(({ partition }) => partition);
    const gone = expired(partitions, this.clock.now(), this.config.retentionDays);
    for (const partition of gone) await this.tables.query(dropPartition(partition));
    return gone;
  }
}
