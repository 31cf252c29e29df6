import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { McpHost } from '@repo/mcp-core';
import type { Job, Worker } from 'bullmq';
import { TaskMetrics } from '../observed/task.metrics';
import { TaskTrail } from '../observed/task-trail';
import { RunStore, type NextJob } from '../storage/run-store';
import { TaskStore } from '../storage/task-store';
import { TASKS_OPTIONS, type TasksOptions } from '../tasks-options';
import { DeadTaskError } from './dead-task.error';
import { hasTasks } from './has-tasks';
import { QueueConnections } from './queue-connections';
import { TaskQueue } from './task-queue';
import { taskQueueName } from './task-queue-name';
import { TaskRuns } from './task-runs';

/** Times that a job may lose its worker before it began anything: a broken worker loses no task. */
const MAX_STALLED = 1_000_000;
/** Statements of one sweep that delete tasks whose time is over: a few thousand rows a second. */
const EXPIRY_STEPS = 10;

/** Takes the jobs of tasks, and takes up the tasks that have lost theirs. */
@Injectable()
export class TaskRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Tasks');
  private worker?: Worker;
  private timer?: NodeJS.Timeout;
  private sweeping: Promise<void> = Promise.resolve();
  /** Whether the last sweep was able to: after an outage, processes say first which runs go on. */
  private hasSwept = false;
  private isOver = false;

  constructor(
    private readonly host: McpHost,
    private readonly connections: QueueConnections,
    private readonly store: RunStore,
    private readonly queue: TaskQueue,
    private readonly runs: TaskRuns,
    private readonly tasks: TaskStore,
    private readonly trail: TaskTrail,
    private readonly metrics: TaskMetrics,
    @Inject(TASKS_OPTIONS) private readonly options: Required<TasksOptions>,
  ) {}

  /** The start does not wait: database and queue may be away. */
  onApplicationBootstrap(): void {
    if (this.options.concurrency === 0 || !hasTasks(this.host)) return;
    this.sweeping = this.sweep();
  }

  /** Runs under way get the time that the process has to end; then others go on with them. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isOver = true;
    clearTimeout(this.timer);
    await this.worker?.pause(true);
    await Promise.all([this.runs.drain(), this.sweeping]);
    await this.end();
    await this.queue.close();
  }

  private async end(): Promise<void> {
    if (this.worker === undefined) return;
    // A job whose end cannot be told to the queue is taken over however long this process stays.
    (await this.connections.of('works')).leaveIfAway();
    await this.worker.close();
  }

  private async work(): Promise<Worker> {
    const { app, concurrency, timing } = this.options;
    const name = taskQueueName(app);
    const { lockMs: lockDuration } = timing;
    const options = { autorun: false, concurrency, lockDuration, maxStalledCount: MAX_STALLED };
    const connection = await this.connections.of('works');
    const worker = connection.worker(name, (job: Job<NextJob>) => this.runs.run(job.data), options);
    worker.on('error', (error) => this.logger.debug(`${name}: ${error.message}`));
    worker.on('failed', (job, error) => void this.failed(job, error));
    if (!this.isOver) worker.run().catch((error: Error) => worker.emit('error', error));
    return worker;
  }

  private async failed(job: Job<NextJob> | undefined, error: Error): Promise<void> {
    if (job === undefined || !(error instanceof DeadTaskError)) return;
    await this.store.buried(job.data).catch((reason: Error) => this.logger.debug(reason.message));
  }

  /** No run of the task is left that would tell of its end. */
  private async died(id: string): Promise<void> {
    const task = await this.tasks.get(id);
    if (task === undefined) return;
    this.trail.record('tasks/died', task, task.client, undefined, 'failed');
    this.metrics.ended(task, 'failed');
  }

  private async sweep(): Promise<void> {
    const { app, timing } = this.options;
    try {
      this.worker ??= await this.work();
      const swept = await this.store.sweep(app, { runs: this.hasSwept });
      await this.queue.addAll(swept);
      for (const { id, usedUp } of swept) if (usedUp) await this.died(id);
      this.hasSwept = true;
      for (let step = 0; step < EXPIRY_STEPS && (await this.store.expire());) step += 1;
    } catch (error) {
      this.hasSwept = false;
      this.logger.debug(`Lost tasks cannot be looked for now: ${String(error)}`);
    }
    if (this.isOver) return;
    this.timer = setTimeout(() => {
      this.sweeping = this.sweep();
    }, timing.sweepMs);
  }
}
