import { DatabaseModule, Tables } from '@repo/database';
import { Cancellation, McpHost, Tool, type McpRequest, type ToolContext } from '@repo/mcp-core';
import { createHarness, type Harness } from '@repo/mcp-core/testing';
import { queueSchema } from '@repo/queue/schema';
import { until } from '@repo/foundation/testing';
import { Inject, Injectable } from '@nestjs/common';
import { RunStore } from '../storage/run-store';
import { tasksSchema } from '../storage/tasks-schema';
import type { TaskTiming } from '../task-timing';
import { TasksModule } from '../tasks.module';

/** Short, but for what a busy machine may exceed: a run is not lost while its process is only slow. */
export const quickTiming: TaskTiming = {
  leaseMs: 10_000,
  lookMs: 10,
  sweepMs: 20,
  lostMs: 200,
  retryMs: 5,
  longestRetryMs: 20,
  laterMs: 20,
  insistMs: 60_000,
  lockMs: 30_000,
};

/** What the tool of these tests does. */
export type Work = (context: ToolContext) => unknown;

export interface TaskProcessOptions {
  /** Those of one app share its tasks. */
  readonly app: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly work?: Work;
  /** Default 0: it runs none, and only starts them. */
  readonly concurrency?: number;
  readonly timing?: Partial<TaskTiming>;
  readonly isOfAnotherVersion?: boolean;
}

/** A task as its client is told of it. */
export interface ToldTask {
  readonly taskId: string;
  readonly status: string;
  readonly statusMessage?: string;
  readonly result?: { readonly isError?: boolean; readonly content: readonly { text: string }[] };
  readonly error?: { readonly code: number; readonly message: string };
  readonly inputRequests?: Readonly<Record<string, unknown>>;
}

const WORK = Symbol('Work');
const TRIES = 2;

@Injectable()
class WorkTools {
  constructor(@Inject(WORK) private readonly run: Work) {}

  @Tool({ name: 'work', description: 'Works.', task: { support: 'optional', tries: TRIES } })
  async work(_: Record<string, never>, context: ToolContext) {
    const done = await this.run(context);
    return typeof done === 'string' ? done : JSON.stringify(done);
  }
}

@Injectable()
class OtherTools {
  @Tool({ name: 'other', description: 'Of another version.', task: 'optional' })
  other() {
    return 'other';
  }
}

/** What one process does with tasks; several over one database and queue are several processes. */
export class TaskProcess {
  private constructor(
    private readonly harness: Harness,
    private readonly app: string,
  ) {}

  static async start(options: TaskProcessOptions): Promise<TaskProcess> {
    const { app, environment, work = () => 'done', concurrency = 0, timing } = options;
    const harness = await createHarness({
      environment: { SHUTDOWN_GRACE: '1s', ...environment },
      imports: [
        DatabaseModule.forRoot({ features: [queueSchema, tasksSchema] }),
        TasksModule.forRoot({ app, concurrency, timing: { ...quickTiming, ...timing } }),
      ],
      providers: [
        { provide: WORK, useValue: work },
        options.isOfAnotherVersion === true ? OtherTools : WorkTools,
      ],
      onFault: () => undefined,
    });
    return new TaskProcess(harness, app);
  }

  get store(): RunStore {
    return this.harness.get(RunStore);
  }

  /** Calls the tool. @returns the task */
  call(): Promise<ToldTask> {
    return this.ask('tools/call', { name: 'work', arguments: {} });
  }

  get(taskId: string): Promise<ToldTask> {
    return this.ask('tasks/get', { taskId });
  }

  cancel(taskId: string): Promise<unknown> {
    return this.ask('tasks/cancel', { taskId });
  }

  answer(taskId: string, inputResponses: object): Promise<unknown> {
    return this.ask('tasks/update', { taskId, inputResponses });
  }

  /** Waits until it has another status. */
  async after(status: string, taskId: string): Promise<ToldTask> {
    let told = await this.get(taskId);
    await until(async () => (told = await this.get(taskId)).status !== status);
    return told;
  }

  ended(taskId: string): Promise<ToldTask> {
    return this.after('working', taskId);
  }

  /** The columns of its task. */
  async row(id: string): Promise<Readonly<Record<string, unknown>> | undefined> {
    const rows = await this.query(`SELECT * FROM task WHERE id = $1`, [id]);
    return rows[0];
  }

  query(statement: string, parameters?: unknown[]): Promise<Record<string, unknown>[]> {
    return this.harness.get(Tables).query(statement, parameters);
  }

  /** Takes the task as a process does that dies at once. */
  async dieWith(id: string, seq = 0): Promise<void> {
    if ((await this.store.claim({ id, seq })) === undefined) throw new Error('nothing to claim');
    await this.query(`UPDATE task SET due_at = now() WHERE id = $1`, [id]);
  }

  /** As at SIGTERM. */
  stop(): Promise<void> {
    return this.harness.close();
  }

  private async ask<T>(method: string, params: Record<string, unknown>): Promise<T> {
    const request: McpRequest = {
      ...{ id: 1, method, params },
      client: { era: 'modern', revision: '2026-07-28', capabilities: CAPABILITIES },
      channel: { cancellation: new Cancellation(), notify: () => undefined },
    };
    const answer = await this.harness.get(McpHost).server().engine.handle(request);
    return JSON.parse(answer.toString()) as T;
  }
}

const CAPABILITIES = {
  elicitation: { form: {} },
  extensions: { 'io.modelcontextprotocol/tasks': {} },
};
