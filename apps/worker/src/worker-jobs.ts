import type { DatabaseConfig } from '@repo/config';
import { jobs as yours } from '@repo/mcp-features/jobs';
import { MaintenanceJob, QueueName, ScalingJob, type WorkersOptions } from '@repo/queue';
import type { Timing } from './worker-settings';

/** Targets that one worker looks at at once: all that time it waits for answers of their platforms. */
const MAX_CONCURRENT_TARGETS = 100;
/** Looks that one connection of the pool serves: each asks it some dozen times, for a moment. */
const TARGETS_PER_CONNECTION = 25;

/** What this worker handles: every job of the project. Each needs a class with `@QueueJob`. */
export function workerJobs({ poolSize }: DatabaseConfig, timing: Timing): WorkersOptions {
  const { reconcileMs, jobLockMs, scheduleMs } = timing;
  const schedule = { ...ScalingJob.reconcile.schedule, every: reconcileMs };
  const scaling = { ...ScalingJob, reconcile: { ...ScalingJob.reconcile, schedule } };
  const worker = {
    // One connection holds the locks of all targets.
    concurrency: Math.min(MAX_CONCURRENT_TARGETS, TARGETS_PER_CONNECTION * (poolSize - 1)),
    lockDuration: jobLockMs,
    // A look finds a job, and one after the end of its lock takes it. Of two workers one looks in an
    // interval, so where that one dies the next look may be two intervals away.
    stalledInterval: Math.floor(jobLockMs / 3),
    maxStalledCount: 3,
  };
  return {
    jobs: [...Object.values(scaling), ...Object.values(MaintenanceJob), ...yours],
    workers: { [QueueName.scaling]: worker, [QueueName.scalingOrders]: worker },
    scheduleCheckMs: scheduleMs,
  };
}
