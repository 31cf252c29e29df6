import type { Config } from '@repo/config';
import type { ServedFeatures } from '@repo/mcp-server/tasks';
import type { RootLogger } from '@repo/telemetry';

/** How often and how long, in milliseconds. */
export interface Timing {
  /** From one reconciliation of all targets to the next. */
  readonly reconcileMs: number;
  /** After which a job whose worker does not renew its lock is given to another. */
  readonly jobLockMs: number;
  /** From one check of the schedules of the queues to the next: a Redis may have lost them. */
  readonly scheduleMs: number;
}

/** What a minute's schedule needs, and a worker that was killed is missed within half a minute. */
export const usualTiming: Timing = { reconcileMs: 60_000, jobLockMs: 15_000, scheduleMs: 20_000 };

export interface WorkerSettings {
  readonly config: Config;
  readonly timing?: Timing;
  /** The server whose tasks it runs; default: what `apps/api` serves. */
  readonly server?: ServedFeatures;
}

export interface WorkerParts extends WorkerSettings {
  readonly logger: RootLogger;
}
