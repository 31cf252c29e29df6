import { messageOf } from '@repo/foundation';
import { RequestObserver, type ObservedRequest } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import type { Span } from '@opentelemetry/api';
import { openTelemetry } from './open-telemetry';
import { isSampled } from './request-span';
import { ERROR } from './with-span';

/** Ends the span of a request: how it went, and, for a fault of ours, what it was. */
@Injectable()
export class RequestSpanObserver extends RequestObserver {
  observe(observed: ObservedRequest): void {
    if (!isSampled(observed.request.trace)) return;
    const span = openTelemetry()?.trace.getActiveSpan();
    if (span === undefined) return;
    describeEnd(span, observed);
    span.end();
  }
}

/** Outcomes that are no failure. */
const FINE: ReadonlySet<string> = new Set(['ok', 'input_required']);

function describeEnd(span: Span, { outcome, error, detail, cause, reference }: ObservedRequest) {
  span.setAttribute('mcp.outcome', outcome);
  if (detail !== undefined) span.setAttribute('mcp.refusal', detail);
  if (FINE.has(outcome)) return;
  // What a result reports for the model has no code.
  const code = error && String(error.code);
  if (code !== undefined) span.setAttribute('rpc.response.status_code', code);
  span.setAttribute('error.type', code ?? outcome);
  span.setStatus({ code: ERROR, message: error?.message });
  if (cause === undefined) return;
  span.recordException(cause instanceof Error ? cause : messageOf(cause));
  span.setAttribute('error.reference', reference ?? '');
}
