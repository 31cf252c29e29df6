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
      this.trail.record(this.recordOf(call, at, now, endedBy(error)));
      throw error;
    }
  }

  protected begin({ request }: Call): { at: number; now: number } {
    this.recorded.add(request);
    return { at: this.clock.now(), now: performance.now() };
  }

  protected recordOf(call: Call, at: number, began: number, { outcome, detail, json }: Ended) {
    const durationMs = performance.now() - began;
    const bytesOut = Buffer.byteLength(json);
    return this.records.record(askedBy(call), { at, outcome, detail, durationMs, bytesOut });
  }
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
