import type { DatabaseConfig } from '@repo/config';
import { MaintenanceJob, QueueName, ScalingJob, type WorkersOptions } from '@repo/queue';
import type { Timing } from './worker-settings';

/** Targets that one worker changes at once: most of the time it waits for their platforms. */
const MAX_CONCURRENT_TARGETS = 4;

/** What this worker handles. A new job is one line here, and one class with `@QueueJob`. */
export function workerJobs({ poolSize }: DatabaseConfig, timing: Timing): WorkersOptions {
  const { reconcileMs, jobLockMs, scheduleMs } = timing;
  const { schedule } = ScalingJob.reconcile;
  return {
    jobs: [
      { ...ScalingJob.reconcile, schedule: { ...schedule, every: reconcileMs } },
      ScalingJob.scaleUp,
      ScalingJob.scaleDown,
      MaintenanceJob.auditRetention,
      MaintenanceJob.scalingRetention,
    ],
    workers: {
      [QueueName.scaling]: {
        // The lock of each target takes a connection of the pool, and one must be left to query by.
        concurrency: Math.min(MAX_CONCURRENT_TARGETS, poolSize - 1),
        lockDuration: jobLockMs,
        stalledInterval: jobLockMs,
        maxStalledCount: 3,
      },
    },
    scheduleCheckMs: scheduleMs,
  };
}
