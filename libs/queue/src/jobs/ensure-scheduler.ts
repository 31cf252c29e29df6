import type { JobSchedulerTemplateOptions, Queue, RepeatOptions } from 'bullmq';

export interface Schedule {
  /** Its own name. */
  readonly id: string;
  readonly repeat: Pick<RepeatOptions, 'every' | 'pattern' | 'tz'>;
  /** The name of the jobs that it makes. */
  readonly job: string;
  readonly options?: JobSchedulerTemplateOptions;
}

/** Sees to it that a queue has a scheduler. One that is there already keeps its time. */
export async function ensureScheduler(
  queue: Queue,
  { id, repeat, job, options }: Schedule,
): Promise<void> {
  const present = await queue.getJobScheduler(id);
  const isSame = present?.every === repeat.every && present?.pattern === repeat.pattern;
  if (present !== undefined && isSame) return;
  await queue.upsertJobScheduler(id, repeat, { name: job, ...(options && { opts: options }) });
}
