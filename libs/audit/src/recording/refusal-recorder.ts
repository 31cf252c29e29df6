import type { IncomingHttpHeaders } from 'node:http';
import { Clock, MODERN_REVISIONS, ProtocolError } from '@acme/mcp-core';
import { Injectable } from '@nestjs/common';
import { RecordFactory, type Asked } from '../record/record-factory';
import { AuditTrail } from './audit-trail';
import { publicUri } from './public-uri';
import { KIND_OF_METHOD } from './uncalled.observer';

/** Statuses of a caller who may not come in: no or a wrong token, a wrong host or origin. */
const REFUSALS = new Set([401, 403]);

/**
 * Records who was refused before the request was read. Clients of 2026-07-28 say in headers what they
 * want; of the others nothing is known but that they came.
 */
@Injectable()
export class RefusalRecorder {
  constructor(
    private readonly trail: AuditTrail,
    private readonly records: RecordFactory,
    private readonly clock: Clock,
  ) {}

  /** @param error what an HTTP request to the MCP endpoint was answered with */
  record(headers: IncomingHttpHeaders, error: Error): void {
    if (!(error instanceof ProtocolError) || !REFUSALS.has(error.status)) return;
    const asked = askedIn(headers);
    if (asked === undefined) return;
    const end = { at: this.clock.now(), outcome: 'refused', durationMs: 0, bytesOut: 0 } as const;
    this.trail.record(this.records.record(asked, end));
  }
}

/** @returns undefined for what is no call: a list, for example */
function askedIn(headers: IncomingHttpHeaders): Asked | undefined {
  const method = textOf(headers['mcp-method']);
  const kind = method === '' ? 'unknown' : KIND_OF_METHOD[method];
  if (kind === undefined) return undefined;
  const name = textOf(headers['mcp-name']);
  const isModern = MODERN_REVISIONS.includes(textOf(headers['mcp-protocol-version']));
  return {
    kind,
    name: kind === 'resource' ? publicUri(name) : name,
    input: undefined,
    requestId: '',
    meta: undefined,
    client: { era: isModern ? 'modern' : 'legacy' },
  };
}

function textOf(header: string | string[] | undefined): string {
  return typeof header === 'string' ? header : '';
}
