import { trace } from '@opentelemetry/api';

/** Version, trace id, parent id, flags (W3C Trace Context, section 3.2). */
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/;
const NO_TRACE = '0'.repeat(32);

/**
 * The trace that a call belongs to: the one whose span is active, else the one that the client
 * names in its `_meta`.
 */
export function traceIdOf(meta: unknown): string | null {
  const active = trace.getActiveSpan()?.spanContext().traceId;
  if (active !== undefined && active !== NO_TRACE) return active;
  if (typeof meta !== 'object' || meta === null) return null;
  return traceIdIn((meta as { traceparent?: unknown }).traceparent);
}

/** The trace that a `traceparent` names; null where it is none. */
export function traceIdIn(traceparent: unknown): string | null {
  if (typeof traceparent !== 'string') return null;
  const [, traceId] = TRACEPARENT.exec(traceparent) ?? [];
  return traceId === undefined || traceId === NO_TRACE ? null : traceId;
}
