import { AuditTrail, traceIdIn } from '@repo/audit/recording';
import { Clock } from '@repo/foundation';
import type { Client } from '@repo/mcp-core';
import { Injectable, Optional } from '@nestjs/common';
import type { Task } from '../storage/task-row';

/** What happened to a task that needs a decision: a fault's code where a decision did not count. */
type ApprovalEvent = 'requested' | 'approved' | 'denied' | 'expired' | `refused_${string}`;

/**
 * Records who asked for a decision and who decided, beside the call itself. The id of the task stands
 * where calls have that of their request, so that all records of it are found by one name and id.
 */
@Injectable()
export class ApprovalTrail {
  constructor(
    private readonly clock: Clock,
    @Optional() private readonly trail?: AuditTrail,
  ) {}

  /** @param client who did it: of `expired`, who had asked */
  record(
    event: ApprovalEvent,
    { id, server, tool, params, approval }: Task,
    client: Pick<Client, 'era' | 'info' | 'auth' | 'address'>,
    reason?: string,
  ): void {
    const { traceparent } = (params['_meta'] ?? {}) as { traceparent?: unknown };
    this.trail?.record({
      at: this.clock.now(),
      kind: 'approval',
      name: server === '' ? tool : `${server}/${tool}`,
      input: { task: id, argumentsHash: approval?.argumentsHash, ...(reason && { reason }) },
      requestId: id,
      traceId: traceIdIn(traceparent),
      client,
      outcome: event === 'requested' || event === 'approved' ? 'ok' : 'refused',
      detail: event,
      durationMs: 0,
      result: '',
    });
  }
}
