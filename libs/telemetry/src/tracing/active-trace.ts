import { openTelemetry } from './open-telemetry';

/** The span in which this code runs. */
export interface ActiveTrace {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
}

/** @returns undefined outside of spans, and without tracing */
export function activeTrace(): ActiveTrace | undefined {
  const otel = openTelemetry();
  const context = otel?.trace.getActiveSpan()?.spanContext();
  // What is not traced has an id of zeros.
  if (otel === undefined || context === undefined || context.traceId === otel.INVALID_TRACEID) {
    return undefined;
  }
  const { traceId, spanId } = context;
  return { traceId, spanId };
}
