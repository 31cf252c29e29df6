import { Clock, RequestObserver, type ObservedRequest } from '@acme/mcp-core';
import { Injectable } from '@nestjs/common';
import type { Kind } from '../record/audit-record';
import { RecordFactory } from '../record/record-factory';
import { AuditTrail } from './audit-trail';
import { RecordedRequests } from './recorded-requests';
import { publicUri } from './public-uri';

/** What the methods that call features ask for. */
export const KIND_OF_METHOD: Readonly<Record<string, Kind>> = {
  'tools/call': 'tool',
  'resources/read': 'resource',
  'prompts/get': 'prompt',
};

/** Records what was to be a call and never became one: of a name that does not exist, for example. */
@Injectable()
export class UncalledObserver extends RequestObserver {
  constructor(
    private readonly trail: AuditTrail,
    private readonly records: RecordFactory,
    private readonly recorded: RecordedRequests,
    private readonly clock: Clock,
  ) {
    super();
  }

  observe({ request, outcome, durationMs }: ObservedRequest): void {
    const kind = KIND_OF_METHOD[request.method];
    if (kind === undefined || this.recorded.has(request)) return;
    const { id: requestId, params, client } = request;
    const name = kind === 'resource' ? publicUri(params['uri']) : textOf(params['name']);
    const asked = {
      kind,
      name,
      input: params['arguments'],
      requestId,
      meta: params['_meta'],
      client,
    };
    const at = this.clock.now() - Math.round(durationMs);
    this.trail.record(this.records.record(asked, { at, outcome, durationMs, bytesOut: 0 }));
  }
}

function textOf(name: unknown): string {
  return typeof name === 'string' ? name : '';
}
