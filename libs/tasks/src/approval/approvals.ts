import { hasScopes } from '@repo/auth';
import type { Position } from '@repo/database';
import { McpHost, principalOf, type Client, type ToolFeature } from '@repo/mcp-core';
import { Inject, Injectable } from '@nestjs/common';
import { TaskMetrics } from '../observed/task.metrics';
import { TaskQueue } from '../run/task-queue';
import type { Task } from '../storage/task-row';
import { TaskStore } from '../storage/task-store';
import { isTaskId } from '../is-task-id';
import { TASKS_OPTIONS, type TasksOptions } from '../tasks-options';
import { ApprovalStore, type ToolName } from './approval-store';
import { deniedText, failureJson } from './approval-texts';
import { ApprovalTrail } from './approval-trail';
import { isSamePerson } from './decider';
import { DecisionError, type DecisionFault } from './decision.error';

type Auth = NonNullable<Client['auth']>;

/** What somebody orders who decides. */
export interface DecisionOrder {
  readonly decision: 'approve' | 'deny';
  /** What they say; it reaches the model where they deny, and the tool where they approve. */
  readonly reason?: string | undefined;
  /** Of what they saw: see `argumentsHash`. */
  readonly argumentsHash: string;
}

/** Who decides, as the audit trail has them. */
type Decider = Pick<Client, 'era' | 'info' | 'address'> & { readonly auth: Auth };

/** The decisions that tasks wait for: who may make them, and what comes of them. */
@Injectable()
export class Approvals {
  constructor(
    private readonly host: McpHost,
    private readonly tasks: TaskStore,
    private readonly store: ApprovalStore,
    private readonly queue: TaskQueue,
    private readonly trail: ApprovalTrail,
    private readonly metrics: TaskMetrics,
    @Inject(TASKS_OPTIONS) private readonly options: TasksOptions,
  ) {}

  /** What waits for a decision that this caller may make, the oldest first; their own as well. */
  async waiting(auth: Auth, limit: number, after?: Position): Promise<Task[]> {
    const names = this.decidableBy(auth);
    return names.length === 0 ? [] : this.store.waiting(this.options.app, names, limit, after);
  }

  /**
   * One that waits or waited, of a tool that this caller may decide on.
   *
   * @throws {DecisionError} `unknown`
   */
  async one(id: string, auth: Auth): Promise<Task> {
    const task = await this.find(id);
    const mayDecide = this.decidableBy(auth).some(
      ({ server, tool }) => server === task.server && tool === task.tool,
    );
    if (!mayDecide) throw new DecisionError('unknown');
    return task;
  }

  /**
   * Decides as a caller with the scope of the tool.
   *
   * @throws {DecisionError}
   */
  async decide(id: string, order: DecisionOrder, decider: Decider): Promise<Task> {
    return this.settle(await this.one(id, decider.auth), order, decider);
  }

  /**
   * Decides for somebody whose right to do so was seen to elsewhere.
   *
   * @throws {DecisionError}
   */
  async decideFor(id: string, order: DecisionOrder, decider: Decider): Promise<Task> {
    return this.settle(await this.find(id), order, decider);
  }

  private async settle(task: Task, order: DecisionOrder, decider: Decider): Promise<Task> {
    const { decision, reason, argumentsHash } = order;
    const by = principalOf(decider.auth);
    const fault = isSamePerson(task.owner, by) ? 'own' : faultOf(task, argumentsHash);
    if (fault !== undefined) throw this.refused(task, fault, decider);
    const { app } = this.options;
    const stored = { by, reason, argumentsHash };
    const decided =
      decision === 'approve'
        ? await this.store.approve(app, task.id, stored)
        : await this.store.deny(app, task.id, stored, failureJson(deniedText(by, reason)));
    // Somebody else was quicker, or its time ended just now.
    if (decided === undefined) {
      const now = await this.find(task.id);
      throw this.refused(now, faultOf(now, argumentsHash) ?? 'late', decider);
    }
    const event = decision === 'approve' ? 'approved' : 'denied';
    this.trail.record(event, decided, decider, reason);
    if (decision === 'approve') await this.queue.add(decided);
    else this.metrics.ended(decided, 'refused');
    return decided;
  }

  private refused(task: Task, fault: DecisionFault, decider: Decider): DecisionError {
    this.trail.record(`refused_${fault}`, task, decider);
    return new DecisionError(fault);
  }

  /** @throws {DecisionError} `unknown` */
  private async find(id: string): Promise<Task> {
    const task = isTaskId(id) ? await this.tasks.get(id) : undefined;
    if (task?.approval === undefined) throw new DecisionError('unknown');
    return task;
  }

  private decidableBy({ scopes }: Auth): ToolName[] {
    return this.host.servers.flatMap(({ name = '', catalog }) =>
      [...catalog.tools.values()]
        .filter((tool) => isDecidable(tool, scopes))
        .map((tool) => ({ server: name, tool: tool.name })),
    );
  }
}

function isDecidable({ approval }: ToolFeature, scopes: string[]): boolean {
  if (approval === undefined) return false;
  return hasScopes({ scopes }, { scopes: [approval.scope], anyScope: [] });
}

/** Why it cannot be decided now, whoever does. */
function faultOf({ approval, status }: Task, argumentsHash: string): DecisionFault | undefined {
  if (approval?.state === 'expired') return 'late';
  if (approval?.state !== 'pending' || status !== 'working') return 'decided';
  return approval.argumentsHash === argumentsHash ? undefined : 'changed';
}
