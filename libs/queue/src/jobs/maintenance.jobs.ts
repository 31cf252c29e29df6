import { QueueName } from '../queue-names';
import { defineJob } from './define-job';

/** The jobs of the maintenance queue: every night by UTC, one after the other. */
export const MaintenanceJob = {
  /** Drops the months of audit records that are older than `AUDIT_RETENTION`. */
  auditRetention: defineJob(QueueName.maintenance, 'audit-retention', {
    schedule: { pattern: '17 3 * * *', tz: 'UTC' },
  }),
  /** Drops events and orders of scaling that are over a year old. */
  scalingRetention: defineJob(QueueName.maintenance, 'scaling-retention', {
    schedule: { pattern: '27 3 * * *', tz: 'UTC' },
  }),
} as const;
