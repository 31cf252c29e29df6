import { randomBytes } from 'node:crypto';
import type { Call } from '@repo/mcp-core';

/** https://www.w3.org/TR/trace-context/#traceparent-header, of which no part is all zeros. */
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/**
 * The W3C Trace Context that all runs of a task belong to: the span of the call that made it, else what
 * its client says, else a new trace that nobody records, by which its audit records are found together.
 */
export function traceOf({ request: { trace }, params }: Pick<Call, 'request' | 'params'>): string {
  if (trace !== undefined) {
    return `00-${trace.traceId}-${trace.spanId}-${trace.traceFlags.toString(16).padStart(2, '0')}`;
  }
  const { traceparent } = (params['_meta'] ?? {}) as { traceparent?: unknown };
  if (typeof traceparent === 'string' && TRACEPARENT.test(traceparent)) return traceparent;
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-00`;
}
