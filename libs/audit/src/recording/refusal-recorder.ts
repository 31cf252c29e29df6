import type { IncomingHttpHeaders } from 'node:http';
import { Clock } from '@repo/foundation';
import {
  isCoreMethod,
  MODERN_REVISIONS,
  ProtocolError,
  type Client,
  type Outcome,
  type RefusedRequest,
} from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import type { CompletedCall } from '../record/completed-call';
import { traceIdOf } from '../record/trace-id';
import { AuditTrail } from './audit-trail';
import { KIND_OF_METHOD } from './kind-of-method';
import { publicUri } from './public-uri';

type Caller = Pick<Client, 'auth' | 'address'>;

/**
 * Records who was turned away before the request was read: no or a wrong token, a wrong host, what is
 * no JSON, a header that contradicts the body. Clients of 2026-07-28 say in headers what they want; of
 * the others nothing is known but that they came. Of sign-ins elsewhere the route is the name.
 */
@Injectable()
export class RefusalRecorder {
  constructor(
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
  ) {}

  record({ headers, error, auth, address, route }: RefusedRequest): void {
    // A fault of ours is in the log, and refuses nobody.
    if (!(error instanceof ProtocolError) || error.status >= 500) return;
    const outcome = outcomeOf(error);
    const caller = { auth, address };
    const asked =
      route === undefined ? askedIn(headers, outcome, caller) : signInAt(route, outcome, caller);
    if (asked === undefined) return;
    const { detail } = error;
    const end = { at: this.clock.now(), outcome, detail, durationMs: 0, result: '' };
    this.trail.record({ ...asked, ...end });
  }
}

/** Statuses of a caller who may not come in. */
const CLOSED = new Set([401, 403]);

function outcomeOf({ status, outcome }: ProtocolError): Outcome {
  if (CLOSED.has(status)) return 'refused';
  return outcome === 'rate_limited' || outcome === 'refused' ? outcome : 'invalid_input';
}

type Asked = Pick<CompletedCall, 'kind' | 'name' | 'input' | 'requestId' | 'traceId' | 'client'>;

/** @returns undefined for a mistake in what is no call: a list, for example */
function askedIn(
  headers: IncomingHttpHeaders,
  outcome: Outcome,
  caller: Caller,
): Asked | undefined {
  const method = textOf(headers['mcp-method']);
  const called = KIND_OF_METHOD.get(method);
  const kind = called ?? 'unknown';
  // Who was not let in may say anything there.
  if (outcome === 'invalid_input' && called === undefined && isCoreMethod(method)) return undefined;
  const isModern = MODERN_REVISIONS.includes(textOf(headers['mcp-protocol-version']));
  const era = isModern ? ('modern' as const) : ('legacy' as const);
  const traceId = traceIdOf(undefined);
  const nothing = { input: undefined, requestId: '', traceId, client: { era, ...caller } };
  // What is wrong with it may be these very headers.
  if (outcome === 'invalid_input') return { kind: 'unknown', name: '', ...nothing };
  const name = called === undefined ? '' : textOf(headers['mcp-name']);
  return { kind, name: kind === 'resource' ? publicUri(name) : name, ...nothing };
}

/** @returns undefined for a mistake, which is no refusal there */
function signInAt(route: string, outcome: Outcome, caller: Caller): Asked | undefined {
  if (outcome === 'invalid_input') return undefined;
  const nothing = { input: undefined, requestId: '', traceId: traceIdOf(undefined) };
  return { kind: 'unknown', name: route, client: { era: 'legacy', ...caller }, ...nothing };
}

function textOf(header: string | string[] | undefined): string {
  return typeof header === 'string' ? header : '';
}
