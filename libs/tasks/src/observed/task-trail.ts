import { AuditTrail, taskDetail, traceIdIn } from '@repo/audit/recording';
import { Clock } from '@repo/foundation';
import type { Client, Outcome } from '@repo/mcp-core';
import { Injectable, Optional } from '@nestjs/common';
import type { Task } from '../storage/task-row';

/** What is done with a task beside its start and its runs, which are calls and recorded as such. */
export type TaskAction = 'tasks/update' | 'tasks/cancel' | 'tasks/retry' | 'tasks/died';

/** Who does it. */
export type TaskActor = Pick<Client, 'era' | 'info' | 'auth' | 'address'>;

/**
 * Records what is done with tasks in the audit trail, with the trace of the task and its id, as all
 * records of it have. With `AUDIT=off` it does nothing.
 */
@Injectable()
export class TaskTrail {
  constructor(
    private readonly clock: Clock,
    @Optional() private readonly trail?: AuditTrail,
  ) {}

  /** @param input kept as `AUDIT_ARGUMENTS` says */
  record(
    action: TaskAction,
    task: Task,
    client: TaskActor,
    input?: unknown,
    outcome: Outcome = 'ok',
  ): void {
    const { traceparent } = (task.params['_meta'] ?? {}) as { traceparent?: unknown };
    this.trail?.record({
      at: this.clock.now(),
      kind: 'task',
      name: action,
      input,
      requestId: task.id,
      traceId: traceIdIn(traceparent),
      client,
      outcome,
      detail: taskDetail(task.id),
      durationMs: 0,
      result: '',
    });
  }
}
