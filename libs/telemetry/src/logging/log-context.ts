import { activeTrace } from '../tracing/active-trace';
import type { RootLogger } from './create-logger';
import { storage, Store } from 'nestjs-pino/storage';

export type LogFields = Readonly<Record<string, unknown>>;

/** What all log lines of one request have, those by Nest's `Logger` too. */
export class LogContext extends Store {
  private added?: LogFields;

  /** @param own made when there is a line: most requests have none */
  constructor(
    logger: RootLogger,
    private readonly own: () => LogFields,
  ) {
    super(logger);
  }

  static get current(): LogContext | undefined {
    const store = storage.getStore();
    return store instanceof LogContext ? store : undefined;
  }

  get fields(): LogFields {
    return { ...this.added, ...this.own() };
  }

  get requestId(): string | undefined {
    const { requestId } = this.own();
    return typeof requestId === 'string' ? requestId : undefined;
  }

  add(fields: LogFields): void {
    this.added = { ...this.added, ...fields };
  }

  run<T>(work: () => T): T {
    return storage.run(this, work);
  }
}

/** Runs work whose log lines all carry the id of the request. */
export function withRequestId(logger: RootLogger, requestId: string, work: () => void): void {
  const fields = { requestId };
  new LogContext(logger, () => fields).run(work);
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
