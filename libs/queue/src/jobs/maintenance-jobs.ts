import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { QueueName } from '../queue-names';
import { ensureScheduler } from './ensure-scheduler';

/** The jobs of the maintenance queue. */
export const MaintenanceJob = {
  /** Drops the months of audit records that are older than `AUDIT_RETENTION`. */
  auditRetention: 'audit-retention',
  /** Drops events and orders of scaling that are over a year old. */
  scalingRetention: 'scaling-retention',
} as const;

/** Every day at a quiet hour of UTC, one after the other. */
const nightly: Readonly<Record<string, string>> = {
  [MaintenanceJob.auditRetention]: '17 3 * * *',
  [MaintenanceJob.scalingRetention]: '27 3 * * *',
};

/** Schedules what is done every night. */
@Injectable()
export class MaintenanceJobs {
  constructor(@InjectQueue(QueueName.maintenance) private readonly queue: Queue) {}

  /** To say it again changes nothing. */
  async schedule(): Promise<void> {
    for (const [name, pattern] of Object.entries(nightly)) {
      const repeat = { pattern, tz: 'UTC' };
      await ensureScheduler(this.queue, { id: name, repeat, job: name });
    }
  }
}
