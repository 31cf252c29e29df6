import { performance } from 'node:perf_hooks';
import {
  CallInterceptor,
  CallOrder,
  Clock,
  ProtocolError,
  type Call,
  type CallResult,
  type Outcome,
} from '@acme/mcp-core';
import { Injectable } from '@nestjs/common';
import { askedBy, RecordFactory } from '../record/record-factory';
import { AuditTrail } from './audit-trail';
import { RecordedRequests } from './recorded-requests';

/** Records every call of a tool, resource or prompt, and no answer waits for that. */
@Injectable()
export class AuditInterceptor extends CallInterceptor {
  readonly order = CallOrder.audit;

  constructor(
    protected readonly trail: AuditTrail,
    private readonly records: RecordFactory,
    private readonly recorded: RecordedRequests,
    private readonly clock: Clock,
  ) {
    super();
  }

  async intercept(call: Call, next: () => Promise<CallResult>): Promise<CallResult> {
    const { now, at } = this.begin(call);
    try {
      const result = await next();
      this.trail.record(this.recordOf(call, at, now, result));
      return result;
    } catch (error) {
      this.trail.record(this.recordOf(call, at, now, { outcome: outcomeOf(error), json: '' }));
      throw error;
    }
  }

  protected begin({ request }: Call): { at: number; now: number } {
    this.recorded.add(request);
    return { at: this.clock.now(), now: performance.now() };
  }

  protected recordOf(call: Call, at: number, began: number, { outcome, json }: CallResult) {
    const durationMs = performance.now() - began;
    const bytesOut = Buffer.byteLength(json);
    return this.records.record(askedBy(call), { at, outcome, durationMs, bytesOut });
  }
}

export function outcomeOf(error: unknown): Outcome {
  return error instanceof ProtocolError ? error.outcome : 'failed';
}
