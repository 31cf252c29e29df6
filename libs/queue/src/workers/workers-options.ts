import type { WorkerOptions } from 'bullmq';
import type { JobDefinition } from '../jobs/define-job';
import type { QueueName } from '../queue-names';

/** What a process does with the queues. */
export interface WorkersOptions {
  /** Every job that it handles; each needs one class with `@QueueJob`. */
  readonly jobs: readonly JobDefinition[];
  /** Milliseconds from one check whether all schedules are there to the next. */
  readonly scheduleCheckMs: number;
  /** Of the worker of a queue, beside BullMQ's own. */
  readonly workers?: Partial<Record<QueueName, Partial<WorkerOptions>>>;
}

export const WORKERS_OPTIONS = Symbol('WorkersOptions');
