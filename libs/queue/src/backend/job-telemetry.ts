import {
  type Attributes,
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { ContextManager, Exception, Span, Telemetry, Tracer } from 'bullmq';

/**
 * Spans of jobs for BullMQ: one where a job is added, and one where it is worked on, in the trace of
 * whoever added it. What a worker does for itself, such as to look for the next job, has none: it
 * would be a trace every few seconds. (BullMQ's own add-on makes those too, and brings another BullMQ.)
 *
 * @see https://docs.bullmq.io/guide/telemetry
 */
export class JobTelemetry implements Telemetry<Context> {
  readonly contextManager: ContextManager<Context> = {
    with: (active, work) => context.with<[], typeof work>(active, work),
    active: () => context.active(),
    root: () => ROOT_CONTEXT,
    getMetadata: (active) => {
      const carrier = {};
      propagation.inject(active, carrier);
      return JSON.stringify(carrier);
    },
    fromMetadata: (active, metadata) => propagation.extract(active, parsed(metadata)),
  };

  readonly tracer: Tracer<Context> = {
    startSpan: (name, options, parent) => {
      const kind = KINDS.get(options?.kind ?? 0);
      return kind === undefined ? NO_SPAN : new JobSpan(name, kind, parent);
    },
  };
}

/** Of OpenTelemetry, by BullMQ's. */
const KINDS: ReadonlyMap<number, SpanKind> = new Map([
  [SpanKind.PRODUCER, SpanKind.PRODUCER],
  [SpanKind.CONSUMER, SpanKind.CONSUMER],
]);

const NO_SPAN: Span<Context> = {
  setSpanOnContext: (active) => active,
  setAttribute: () => undefined,
  setAttributes: () => undefined,
  addEvent: () => undefined,
  recordException: () => undefined,
  end: () => undefined,
};

class JobSpan implements Span<Context> {
  private readonly span;

  constructor(name: string, kind: SpanKind, parent = context.active()) {
    const attributes = { 'messaging.system': 'bullmq' };
    this.span = trace.getTracer('bullmq').startSpan(name, { kind, attributes }, parent);
  }

  setSpanOnContext(active: Context): Context {
    return trace.setSpan(active, this.span);
  }

  setAttribute(name: string, value: Attributes[string]): void {
    if (value !== undefined) this.span.setAttribute(name, value);
  }

  setAttributes(attributes: Attributes): void {
    this.span.setAttributes(attributes);
  }

  addEvent(name: string, attributes?: Attributes): void {
    this.span.addEvent(name, attributes);
  }

  recordException(exception: Exception): void {
    this.span.recordException(exception);
    const { name, message } = exception as { name?: string; message?: string };
    this.span.setAttribute('error.type', name ?? '_OTHER');
    this.span.setStatus({ code: SpanStatusCode.ERROR, ...(message !== undefined && { message }) });
  }

  end(): void {
    this.span.end();
  }
}

/** A job without a trace, or of another version, has none. */
function parsed(metadata: string): object {
  try {
    return JSON.parse(metadata) as object;
  } catch {
    return {};
  }
}
