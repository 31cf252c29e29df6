import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { McpHost } from '@repo/mcp-core';
import type { Job, Worker } from 'bullmq';
import { RunStore, type NextJob } from '../storage/run-store';
import { TASKS_OPTIONS, type TasksOptions } from '../tasks-options';
import { hasTasks } from './has-tasks';
import { QueueConnections } from './queue-connections';
import { TaskQueue } from './task-queue';
import { taskQueueName } from './task-queue-name';
import { TaskRuns } from './task-runs';

/** Milliseconds for which the queue takes a job for one that is worked on, if its worker says nothing. */
const LOCK_MS = 30_000;
/** Milliseconds between two looks for tasks that nobody works on. */
const SWEEP_MS = 2_000;

/** Takes the jobs of tasks, and takes up the tasks that have lost theirs. */
@Injectable()
export class TaskRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Tasks');
  private worker?: Worker;
  private timer?: NodeJS.Timeout;
  private isOver = false;

  constructor(
    private readonly host: McpHost,
    private readonly connections: QueueConnections,
    private readonly store: RunStore,
    private readonly queue: TaskQueue,
    private readonly runs: TaskRuns,
    @Inject(TASKS_OPTIONS) private readonly options: TasksOptions,
  ) {}

  /** The start does not wait: database and queue may be away. */
  onApplicationBootstrap(): void {
    if (this.options.concurrency === 0 || !hasTasks(this.host)) return;
    void this.sweep();
  }

  /** Runs under way get the time that the process has to end; then others go on with them. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isOver = true;
    clearTimeout(this.timer);
    if (this.worker !== undefined) await this.end(this.worker);
    await this.queue.close();
  }

  private async end(worker: Worker): Promise<void> {
    await worker.pause(true);
    await this.runs.drain();
    // A job whose end cannot be told to the queue is taken over however long this process stays.
    (await this.connections.of('works')).leaveIfAway();
    await worker.close();
  }

  private async work(): Promise<Worker> {
    const { app, concurrency } = this.options;
    const name = taskQueueName(app);
    const options = { autorun: false, concurrency, lockDuration: LOCK_MS, maxStalledCount: 100 };
    const connection = await this.connections.of('works');
    const worker = connection.worker(name, (job: Job<NextJob>) => this.runs.run(job.data), options);
    worker.on('error', (error) => this.logger.debug(`${name}: ${error.message}`));
    worker.run().catch((error: Error) => worker.emit('error', error));
    return worker;
  }

  private async sweep(): Promise<void> {
    try {
      this.worker ??= await this.work();
      await this.queue.addAll(await this.store.sweep(this.options.app));
      await this.store.expire();
    } catch (error) {
      this.logger.debug(`Lost tasks cannot be looked for now: ${String(error)}`);
    }
    if (!this.isOver) this.timer = setTimeout(() => void this.sweep(), SWEEP_MS);
  }
}
