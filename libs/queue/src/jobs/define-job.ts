import type { JobSchedulerTemplateOptions, JobsOptions, RepeatOptions } from 'bullmq';
import type { QueueName } from '../queue-names';

/** When a job is added by itself. One that is scheduled already keeps its time. */
export type JobSchedule = Pick<RepeatOptions, 'every' | 'pattern' | 'tz'> & {
  /** Of the jobs that it adds, beside `defaultJobOptions`. */
  readonly options?: JobSchedulerTemplateOptions;
};

export interface JobOptions<Data extends object> {
  /** What identifies a job of this data, beside `defaultJobOptions`: its id, its deduplication. */
  options?(data: Data): JobsOptions;
  readonly schedule?: JobSchedule;
}

/** What whoever adds a job and the class that handles it agree on. */
export interface JobDefinition<Data extends object = object> extends JobOptions<Data> {
  readonly queue: QueueName;
  /** Unique in its queue. */
  readonly name: string;
}

/**
 * Defines a kind of job. `Queues.add` adds one; a class with `@QueueJob` handles it.
 *
 * @example const SendInvoice = defineJob<{ number: string }>(QueueName.maintenance, 'send-invoice');
 */
export function defineJob<Data extends object = object>(
  queue: QueueName,
  name: string,
  options: JobOptions<Data> = {},
): JobDefinition<Data> {
  return { queue, name, ...options };
}
