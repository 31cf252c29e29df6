import type { Context } from '@opentelemetry/api';
import { activeTrace } from '../tracing/active-trace';
import { currentFrame, type Frame, runIn } from './frame';

export type LogFields = Readonly<Record<string, unknown>>;

/** What all log lines of one request have, those by Nest's `Logger` too. */
export abstract class LogContext implements Frame {
  private added?: LogFields;

  /** Of its span, where there is tracing. */
  abstract readonly otel: Context | undefined;

  abstract readonly requestId: string;

  /** Made when there is a line: most requests have none. */
  protected abstract readonly own: LogFields;

  /** It is a frame by itself: each call makes one. */
  get log(): this {
    return this;
  }

  static get current(): LogContext | undefined {
    return currentFrame()?.log as LogContext | undefined;
  }

  get fields(): LogFields {
    return { ...this.added, ...this.own };
  }

  add(fields: LogFields): void {
    this.added = { ...this.added, ...fields };
  }
}

class RequestIdContext extends LogContext {
  readonly otel = undefined;

  constructor(readonly requestId: string) {
    super();
  }

  protected get own(): LogFields {
    return { requestId: this.requestId };
  }
}

/** Runs work whose log lines all carry the id of the request. */
export function withRequestId(requestId: string, work: () => void): void {
  runIn(new RequestIdContext(requestId), work);
}

/**
 * Adds fields to all further log lines of the request in which this code runs; outside of one, to
 * none.
 *
 * @example addLogFields({ invoice: number });
 */
export function addLogFields(fields: LogFields): void {
  LogContext.current?.add(fields);
}

/** What a line says of the request and of the span in which it is written. */
export function contextFields(): Record<string, unknown> {
  const fields = { ...LogContext.current?.fields };
  const trace = activeTrace();
  return trace === undefined
    ? fields
    : { ...fields, trace_id: trace.traceId, span_id: trace.spanId };
}
