import type { Config } from '@repo/config';
import type { RootLogger } from '@repo/telemetry';

/** How often and how long, in milliseconds. */
export interface Timing {
  /** From one look at all targets to the next. */
  readonly reconcileMs: number;
  /** A job whose worker says nothing for so long is given to another. */
  readonly jobLockMs: number;
  /** From one look whether the queues have their schedules to the next: a Redis may have lost them. */
  readonly scheduleMs: number;
}

/** What a minute's schedule needs, and a worker that was killed is missed within half a minute. */
export const usualTiming: Timing = { reconcileMs: 60_000, jobLockMs: 15_000, scheduleMs: 20_000 };

export interface WorkerSettings {
  readonly config: Config;
  readonly timing?: Timing;
}

export interface WorkerParts extends WorkerSettings {
  readonly logger: RootLogger;
}
