import type { DatabaseConfig } from '@repo/config';
import { MaintenanceJob, QueueName, ScalingJob, type WorkersOptions } from '@repo/queue';
import type { Timing } from './worker-settings';

/** Targets that one worker changes at once: most of the time it waits for their platforms. */
const MAX_CONCURRENT_TARGETS = 4;

/** What this worker handles: every job of the project. Each needs a class with `@QueueJob`. */
export function workerJobs({ poolSize }: DatabaseConfig, timing: Timing): WorkersOptions {
  const { reconcileMs, jobLockMs, scheduleMs } = timing;
  const schedule = { ...ScalingJob.reconcile.schedule, every: reconcileMs };
  const scaling = { ...ScalingJob, reconcile: { ...ScalingJob.reconcile, schedule } };
  return {
    jobs: [...Object.values(scaling), ...Object.values(MaintenanceJob)],
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
