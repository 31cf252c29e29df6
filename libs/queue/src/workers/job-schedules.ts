import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import type { Queue } from 'bullmq';
import type { JobDefinition } from '../jobs/define-job';
import { Queues } from '../queues';
import { WORKERS_OPTIONS, type WorkersOptions } from './workers-options';

/**
 * Sees to it that the queues have the schedules of the declared jobs. Every worker does so, again
 * and again, as a Redis without a disk forgets: what is there already stays as it is.
 */
@Injectable()
export class JobSchedules implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Queue');
  private timer?: NodeJS.Timeout;
  private isOver = false;

  constructor(
    private readonly queues: Queues,
    @Inject(WORKERS_OPTIONS) private readonly options: WorkersOptions,
  ) {}

  /** The start does not wait: the queue may be away. */
  onApplicationBootstrap(): void {
    void this.establish();
  }

  onModuleDestroy(): void {
    this.isOver = true;
    clearTimeout(this.timer);
  }

  private async establish(): Promise<void> {
    const { jobs, scheduleCheckMs } = this.options;
    try {
      for (const job of jobs) await ensureScheduler(this.queues.get(job.queue), job);
    } catch (error) {
      this.logger.warn(`The queue took no schedule, and is asked again: ${String(error)}`);
    }
    if (!this.isOver) this.timer = setTimeout(() => void this.establish(), scheduleCheckMs);
  }
}

/** A scheduler has the name of its job. One that is there already keeps its time. */
async function ensureScheduler(queue: Queue, { name, schedule }: JobDefinition): Promise<void> {
  if (schedule === undefined) return;
  const { options, ...repeat } = schedule;
  const present = await queue.getJobScheduler(name);
  const isSame = present?.every === repeat.every && present?.pattern === repeat.pattern;
  if (present !== undefined && isSame) return;
  await queue.upsertJobScheduler(name, repeat, { name, ...(options && { opts: options }) });
}
