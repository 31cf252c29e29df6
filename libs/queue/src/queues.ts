import { withTimeout } from '@repo/foundation';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { JobsOptions, Queue } from 'bullmq';
import { QueueConnection } from './backend/queue-connection';
import type { JobDefinition } from './jobs/define-job';
import { type QueueName, queueNames } from './queue-names';

/** How many jobs of a queue are in which state. Failed ones are its dead letters. */
export interface JobCounts {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly completed: number;
  readonly failed: number;
}

/** Milliseconds. Probes give up after a few seconds; they should learn why before. */
const PING_TIMEOUT_MS = 2_000;

/** Every queue of the process. */
@Injectable()
export class Queues implements OnApplicationShutdown {
  private readonly logger = new Logger('Queue');
  private readonly queues: ReadonlyMap<string, Queue>;

  constructor(private readonly connection: QueueConnection) {
    this.queues = new Map(queueNames.map((name) => [name, connection.queue(name)]));
    for (const queue of this.queues.values()) {
      // The caller gets the error as well; without a listener it would be printed raw.
      queue.on('error', (error) => this.logger.debug(`${queue.name}: ${error.message}`));
    }
  }

  /** Adds a job. @param options beside those of its definition, such as its delay */
  async add<Data extends object>(
    job: JobDefinition<Data>,
    data: Data,
    options?: JobsOptions,
  ): Promise<void> {
    await this.get(job.queue).add(job.name, data, { ...job.options?.(data), ...options });
  }

  get(name: QueueName): Queue {
    const queue = this.queues.get(name);
    if (queue === undefined) throw new Error(`There is no queue "${name}".`);
    return queue;
  }

  all(): readonly Queue[] {
    return [...this.queues.values()];
  }

  async counts(name: QueueName): Promise<JobCounts> {
    const states = ['waiting', 'active', 'delayed', 'completed', 'failed'] as const;
    const counts = await this.get(name).getJobCounts(...states);
    const { waiting = 0, active = 0, delayed = 0, completed = 0, failed = 0 } = counts;
    return { waiting, active, delayed, completed, failed };
  }

  /** Milliseconds that the job which is next has been due and not begun; 0 where none waits. */
  async age(name: QueueName, now: number): Promise<number> {
    const [next] = await this.get(name).getWaiting(0, 0);
    if (next === undefined) return 0;
    const { timestamp, opts, processedOn: triedAt = 0 } = next;
    return Math.max(0, now - Math.max(timestamp + (opts.delay ?? 0), triedAt));
  }

  /** @throws Error when the store of the queues does not answer soon; the message is for probes */
  async ping(): Promise<void> {
    try {
      await withTimeout(PING_TIMEOUT_MS, Promise.resolve(this.all()[0]?.getDelayedCount()));
    } catch (error) {
      throw new Error('The queue does not answer.', { cause: error });
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.all().map((queue) => queue.close()));
    await this.connection.close();
  }
}
