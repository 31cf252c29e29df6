import { Clock } from '@repo/foundation';
import { RequestObserver, type ObservedRequest, type RefusedRequest } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import { traceIdOf } from '../record/trace-id';
import { AuditTrail } from './audit-trail';
import { KIND_OF_METHOD } from './kind-of-method';
import { publicUri } from './public-uri';
import { RecordedRequests } from './recorded-requests';
import { RefusalRecorder } from './refusal-recorder';

/** Records what was to be a call and never became one: of a name that does not exist, for example. */
@Injectable()
export class RejectedCallAuditor extends RequestObserver {
  constructor(
    private readonly trail: AuditTrail,
    private readonly recorded: RecordedRequests,
    private readonly refusals: RefusalRecorder,
    private readonly clock: Clock,
  ) {
    super();
  }

  observe({ request, server, outcome, detail, durationMs }: ObservedRequest): void {
    const kind = KIND_OF_METHOD.get(request.method);
    if (kind === undefined || this.recorded.take(request)) return;
    const { id: requestId, params, client } = request;
    const asked = kind === 'resource' ? publicUri(params['uri']) : textOf(params['name']);
    const name = server === undefined ? asked : `${server}/${asked}`;
    this.trail.record({
      at: this.clock.now() - Math.round(durationMs),
      kind,
      name,
      input: params['arguments'],
      requestId,
      traceId: traceIdOf(params['_meta']),
      client,
      outcome,
      detail,
      durationMs,
      result: '',
    });
  }

  override refused(request: RefusedRequest): void {
    this.refusals.record(request);
  }
}

function textOf(name: unknown): string {
  return typeof name === 'string' ? name : '';
}
