import { Inject, Injectable } from '@nestjs/common';
import { TasksConfig } from '@repo/config';
import {
  countedAs,
  ErrorCode,
  principalOf,
  ProtocolError,
  RefusedError,
  type Call,
  type CheckedCall,
  type Client,
  type ExtensionContext,
  type ExtensionHost,
} from '@repo/mcp-core';
import { checkAnswers } from './answers-limit';
import { ApprovalStore } from './approval/approval-store';
import { ApprovalTrail } from './approval/approval-trail';
import { NewApprovals } from './approval/new-approvals';
import { TaskQueue } from './run/task-queue';
import { TaskStore } from './storage/task-store';
import type { NewApproval } from './storage/task-approval';
import type { ListedTask, Task } from './storage/task-row';
import { TaskMetrics } from './observed/task.metrics';
import { TaskTrail, type TaskActor } from './observed/task-trail';
import { traceOf } from './trace-of';
import { isTaskId } from './is-task-id';
import { TASKS_OPTIONS, type TasksOptions } from './tasks-options';

/** Starts tasks, and lets their callers see and change them. */
@Injectable()
export class Tasks {
  constructor(
    private readonly store: TaskStore,
    private readonly queue: TaskQueue,
    private readonly newApprovals: NewApprovals,
    private readonly approvalStore: ApprovalStore,
    private readonly approvalTrail: ApprovalTrail,
    private readonly config: TasksConfig,
    private readonly trail: TaskTrail,
    private readonly metrics: TaskMetrics,
    @Inject(TASKS_OPTIONS) private readonly options: Required<TasksOptions>,
  ) {}

  /**
   * Makes a task of a call. When this returns it is kept, and will run; or waits for somebody's decision.
   *
   * @param ttlMs the client's wish, in milliseconds: it is kept so long, or shorter
   * @throws {RefusedError} too many are open, of the caller or of the tool
   * @throws {ProtocolError} -32602: the answers are too many, or too large
   */
  async start(call: Call, checked: CheckedCall, ttlMs = Infinity): Promise<Task> {
    const approval = this.newApprovals.of(call, checked.input, { isJoinable: false });
    const task = await this.create(call, checked.answers, approval, ttlMs);
    if (task === undefined) throw this.tooMany(call);
    return task;
  }

  /**
   * As `start`, of a tool with an approval and for a client without tasks: the task that an earlier
   * call of the caller with the same arguments began, unless its end was told already.
   *
   * @throws {RefusedError} too many are open, of the caller or of the tool
   */
  async startOrJoin(call: Call, checked: CheckedCall): Promise<Task> {
    const approval = this.newApprovals.of(call, checked.input, { isJoinable: true });
    const { argumentsHash } = approval!;
    const join = () =>
      this.approvalStore.joinable(this.options.app, principalOf(call.client.auth), argumentsHash);
    const task = (await join()) ?? (await this.create(call, checked.answers, approval));
    // One that began at the same time kept this one from being made.
    const joined = task ?? (await join());
    if (joined === undefined) throw this.tooMany(call);
    call.request.becameTask ??= { id: joined.id, traceparent: traceOf(call) };
    return joined;
  }

  private async create(
    call: Call,
    answers: object,
    approval: NewApproval | undefined,
    ttlMs = Infinity,
  ): Promise<Task | undefined> {
    checkAnswers(answers);
    const { feature, client, params, request } = call;
    const traceparent = traceOf(call);
    const policy = feature.kind === 'tool' ? feature.task : undefined;
    const { config } = this;
    const task = await this.store.create({
      app: this.options.app,
      server: feature.server ?? '',
      tool: feature.name,
      owner: principalOf(client.auth),
      countedAs: countedAs(client) ?? '',
      client: withoutToken(client),
      params: { arguments: params['arguments'], _meta: { traceparent } },
      answers,
      timeoutMs: policy?.timeoutMs ?? config.timeoutMs,
      tries: policy?.tries ?? config.tries,
      ttlMs: Math.min(ttlMs, policy?.ttlMs ?? config.ttlMs),
      approval,
      limits: { ofCaller: config.maxPerCaller, ofTool: policy?.maxOpen },
    });
    if (task === undefined) return undefined;
    request.becameTask = { id: task.id, traceparent };
    if (task.approval === undefined) await this.queue.add(task);
    else this.approvalTrail.record('requested', task, client, task.approval.reason);
    return task;
  }

  private tooMany({ feature }: Call): RefusedError {
    const maxOpen = feature.kind === 'tool' ? feature.task?.maxOpen : undefined;
    const ofTool = maxOpen === undefined ? '' : `, and ${maxOpen} of ${feature.name}`;
    return new RefusedError(
      `Too many tasks are open: ${this.config.maxPerCaller} of one caller are allowed${ofTool}. Wait for one to end, or cancel one.`,
      { detail: 'overload', status: 429 },
    );
  }

  /**
   * The task, where it is this caller's, on this server, and of a tool that the caller may still use.
   *
   * @throws {ProtocolError} -32602, for one that is not there and one of somebody else alike
   */
  async visible(id: string, host: ExtensionHost, context: ExtensionContext): Promise<Task> {
    const task = isTaskId(id) ? await this.store.get(id) : undefined;
    if (task !== undefined && (await this.isVisible(task, host, context))) return task;
    throw unknownTask();
  }

  /** Those of these that `visible` would return. */
  async allVisible(
    ids: readonly string[],
    host: ExtensionHost,
    context: ExtensionContext,
  ): Promise<Task[]> {
    const tasks = await this.store.getAll(ids.filter((id) => isTaskId(id)));
    const seen = await Promise.all(tasks.map((task) => this.isVisible(task, host, context)));
    return tasks.filter((_task, index) => seen[index]);
  }

  /** Whether the task is this caller's, on this server, and of a tool that the caller may still use. */
  async isVisible(
    { owner, server, tool }: ListedTask,
    host: ExtensionHost,
    context: ExtensionContext,
  ): Promise<boolean> {
    const feature = host.catalog.tools.get(tool);
    if (feature === undefined || (feature.server ?? '') !== server) return false;
    return owner === principalOf(context.auth) && host.isListed(feature, context);
  }

  /**
   * Tasks of the caller on this server, the newest first. Anonymous callers have none here: nobody can
   * tell them apart.
   *
   * @param after the last one of the page before
   * @returns those that the caller may see, and where the page ends if there are more
   */
  async page(
    host: ExtensionHost,
    context: ExtensionContext,
    limit: number,
    after?: Pick<Task, 'createdAt' | 'id'>,
  ): Promise<{ tasks: ListedTask[]; last?: ListedTask | undefined }> {
    if (context.auth === undefined) return { tasks: [] };
    const owned = { owner: principalOf(context.auth), server: serverOf(host) };
    const found = await this.store.page(owned, limit + 1, after);
    const page = found.slice(0, limit);
    const seen = await Promise.all(page.map((task) => this.isVisible(task, host, context)));
    return {
      tasks: page.filter((_task, index) => seen[index]),
      last: found.length > limit ? page.at(-1) : undefined,
    };
  }

  /**
   * Gives answers to a task that waits for them; others are ignored.
   *
   * @throws {ProtocolError} -32602: they are too many, or too large
   */
  async answer(
    task: Task,
    answers: Readonly<Record<string, unknown>>,
    client: TaskActor,
  ): Promise<void> {
    checkAnswers(answers);
    const ready = await this.store.answer(task.id, answers);
    this.trail.record('tasks/update', task, client, answers);
    if (ready !== undefined) await this.queue.add(ready);
  }

  /** Ends a task, or asks for it where it runs; one that has ended stays as it is. */
  async cancel(task: Task, client: TaskActor): Promise<void> {
    const hasEnded = await this.store.cancel(task.id);
    this.trail.record('tasks/cancel', task, client);
    if (hasEnded) this.metrics.ended(task, 'cancelled');
  }
}

export function unknownTask(): ProtocolError {
  return new ProtocolError(
    ErrorCode.invalidParams,
    'Unknown task: it is not there, is not yours, or its time is over.',
    { outcome: 'invalid_input' },
  );
}

/** The name of the server that a catalog is of: its tools have it. */
function serverOf({ catalog }: ExtensionHost): string {
  const [tool] = catalog.tools.values();
  return tool?.server ?? '';
}

/** What a run needs to know of who called. A token is of use to nobody later, and would be kept. */
function withoutToken({ auth, ...client }: Client): Client {
  return auth === undefined ? client : { ...client, auth: { ...auth, token: '' } };
}
