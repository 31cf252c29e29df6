import { performance } from 'node:perf_hooks';
import { Clock } from '@repo/foundation';
import {
  CallInterceptor,
  CallOrder,
  ProtocolError,
  qualifiedNameOf,
  type Call,
  type CallResult,
  type Outcome,
} from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import type { CompletedCall } from '../record/completed-call';
import { traceIdOf } from '../record/trace-id';
import { AuditTrail } from './audit-trail';
import { RecordedRequests } from './recorded-requests';

/** Records every call of a tool, resource or prompt, and no answer waits for that. */
@Injectable()
export class AuditInterceptor extends CallInterceptor {
  readonly order = CallOrder.audit;

  constructor(
    protected readonly trail: AuditTrail,
    private readonly recorded: RecordedRequests,
    private readonly clock: Clock,
  ) {
    super();
  }

  async intercept(call: Call, next: () => Promise<CallResult>): Promise<CallResult> {
    const { now, at } = this.begin(call);
    try {
      const result = await next();
      this.trail.record(this.ended(call, at, now, result));
      return result;
    } catch (error) {
      this.trail.record(this.ended(call, at, now, endedBy(error)));
      throw error;
    }
  }

  protected begin({ request }: Call): { at: number; now: number } {
    this.recorded.add(request);
    return { at: this.clock.now(), now: performance.now() };
  }

  protected ended(call: Call, at: number, began: number, end: Ended): CompletedCall {
    const { feature, input, request, requestId, params, client } = call;
    return {
      at,
      kind: feature.kind,
      name: qualifiedNameOf(feature),
      input,
      requestId,
      traceId: traceIdOf(request.becameTask ?? params['_meta']),
      client,
      outcome: end.outcome,
      detail: end.detail ?? taskDetail(request.task?.id ?? request.becameTask?.id),
      durationMs: performance.now() - began,
      result: end.json,
    };
  }
}

/** The `detail` of records that belong to a task. */
export function taskDetail(id: string | undefined): string | undefined {
  return id && `task ${id}`;
}

/** How a call ended. */
interface Ended {
  readonly outcome: Outcome;
  readonly detail?: string | undefined;
  /** The encoded result; empty for an error. */
  readonly json: string;
}

export function endedBy(error: unknown): Ended {
  if (!(error instanceof ProtocolError)) return { outcome: 'failed', json: '' };
  return { outcome: error.outcome, detail: error.detail, json: '' };
}
