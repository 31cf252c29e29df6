import { randomUUID } from 'node:crypto';
import { describeOnBothBackends, type StoreEnvironment, TestQueue } from '@repo/queue/testing';
import type { ToolContext } from '@repo/mcp-core';
import { taskQueueName } from '../run/task-queue-name';
import { tasksSchema } from '../storage/tasks-schema';
import { TaskProcess, type TaskProcessOptions } from './task-process.fixture';

/** Never ends, but by its signal. */
export const hang = ({ signal }: ToolContext) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });

/** The processes of one app, in each test another one. */
export class TaskProcesses {
  readonly app = randomUUID();
  readonly queue: TestQueue;
  private started: TaskProcess[] = [];

  constructor(private readonly environment: StoreEnvironment) {
    this.queue = new TestQueue(environment, taskQueueName(this.app));
  }

  async start(options: Partial<TaskProcessOptions> = {}): Promise<TaskProcess> {
    const { app, environment } = this;
    const one = await TaskProcess.start({ app, environment, ...options });
    this.started.push(one);
    return one;
  }

  async stop(one: TaskProcess): Promise<void> {
    this.started = this.started.filter((other) => other !== one);
    await one.stop();
  }

  /** One that runs tasks. */
  runner(
    work: TaskProcessOptions['work'],
    options: Partial<TaskProcessOptions> = {},
  ): Promise<TaskProcess> {
    return this.start({ work, concurrency: 5, ...options });
  }

  async end(): Promise<void> {
    await Promise.all(this.started.map((one) => one.stop()));
    await this.queue.close();
  }
}

/** Tests with the queue in each of its stores. @param tests get the processes of the test that runs */
export function describeTasks(name: string, tests: (processes: () => TaskProcesses) => void): void {
  describeOnBothBackends(
    name,
    (environment) => {
      let processes: TaskProcesses;
      beforeEach(() => {
        processes = new TaskProcesses(environment());
      });
      afterEach(() => processes.end());
      tests(() => processes);
    },
    [tasksSchema],
  );
}
