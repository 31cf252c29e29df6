import { withTimeout } from '@repo/foundation';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { RunStore, type NextJob } from '../storage/run-store';
import { TASKS_OPTIONS, type TasksOptions } from '../tasks-options';
import { QueueConnections } from './queue-connections';
import { taskQueueName } from './task-queue-name';

const HOUR_S = 3_600;
const DAY_S = 24 * HOUR_S;

/** Starts of one job: as many as it takes until the database says what has to be done. */
const ATTEMPTS = 1_000_000;

/**
 * What keeps a job is the task in the database: a job says that there is something to do, and one too
 * many does nothing. One that failed for good is the dead letter of its task, and nothing else is: the
 * task could not be added again while it is there.
 */
const JOB_OPTIONS = {
  attempts: ATTEMPTS,
  removeOnComplete: { age: HOUR_S, count: 500 },
  removeOnFail: { age: 30 * DAY_S, count: 1_000 },
} as const;

/** Milliseconds for which a client waits that calls while the queue is away. */
const ADD_MS = 2_000;

/** Has tasks run, by one of the processes that take the jobs of this app. */
@Injectable()
export class TaskQueue {
  private readonly logger = new Logger('Tasks');
  private queue?: Promise<Queue>;

  constructor(
    private readonly connections: QueueConnections,
    private readonly store: RunStore,
    @Inject(TASKS_OPTIONS) private readonly options: Required<TasksOptions>,
  ) {}

  /**
   * Never throws: while the queue is away the task waits in the database, and is taken up from there.
   *
   * @param delayMs milliseconds until it may run
   */
  async add(job: NextJob, delayMs = 0): Promise<void> {
    await this.addAll([job], delayMs);
  }

  async addAll(jobs: readonly NextJob[], delayMs = 0): Promise<void> {
    if (jobs.length === 0) return;
    try {
      const queue = await this.opened();
      const all = jobs.map((job) => this.jobOf(job, delayMs));
      const [one] = all;
      // For one job on PostgreSQL, the statement for many takes eight times as long.
      const added: Promise<unknown> =
        all.length === 1 && one !== undefined
          ? queue.add(one.name, one.data, one.opts)
          : queue.addBulk(all);
      // One that has not been there yet is waited for.
      await withTimeout(ADD_MS, added);
    } catch (error) {
      this.logger.warn(`The queue took no task, and is asked again: ${String(error)}`);
      await this.store.notQueued(jobs).catch((reason: Error) => this.logger.debug(reason.message));
    }
  }

  /** @throws what keeps it from being there; the next call tries again */
  opened(): Promise<Queue> {
    this.queue ??= this.open().catch((error: unknown) => {
      this.queue = undefined;
      throw error;
    });
    return this.queue;
  }

  /** When nothing runs any more that would add to it. */
  async close(): Promise<void> {
    const queue = await this.queue?.catch(() => undefined);
    await queue?.close();
  }

  private jobOf({ id, seq }: NextJob, delay: number) {
    return {
      name: 'run',
      data: { id, seq },
      opts: {
        ...JOB_OPTIONS,
        // The same job is there once: a task whose job is still there gets no second one.
        jobId: `${id}-${seq}`,
        delay,
        // What was begun is gone on with before anything else begins.
        lifo: seq > 0,
        backoff: { type: 'fixed', delay: this.options.timing.laterMs },
      },
    };
  }

  private async open(): Promise<Queue> {
    const connection = await this.connections.of('adds');
    const queue = connection.queue(taskQueueName(this.options.app));
    // The caller gets the error as well; without a listener it would be printed raw.
    queue.on('error', (error) => this.logger.debug(error.message));
    return queue;
  }
}
