import { identity, TelemetryConfig } from '@repo/config';
import { qualifiedNameOf, RequestScope, type StartedRequest } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import type { Context, Span, Tracer } from '@opentelemetry/api';
import { openTelemetry } from './open-telemetry';
import { requestAttributes } from './request-attributes';
import { fromCarrier, traceCarriersOf } from './trace-context';

type OpenTelemetry = NonNullable<ReturnType<typeof openTelemetry>>;

/**
 * Has every MCP request handled in a SERVER span, below the span of the client where it names one.
 * `RequestSpanObserver` ends it.
 */
@Injectable()
export class RequestSpanScope extends RequestScope {
  private readonly otel: OpenTelemetry;
  private readonly tracer: Tracer;
  private readonly tracedArguments: readonly string[];

  /** @throws {Error} tracing has not started */
  constructor({ tracedArguments }: TelemetryConfig) {
    super();
    const otel = openTelemetry();
    if (otel === undefined) throw new Error('Await startTracing before the application is made.');
    this.otel = otel;
    this.tracer = otel.trace.getTracer(identity.serviceName);
    this.tracedArguments = tracedArguments;
  }

  run<T>(started: StartedRequest, handle: () => Promise<T>): Promise<T> {
    const { context, trace } = this.otel;
    const { parent, span } = this.start(started);
    const { traceId, spanId, traceFlags } = span.spanContext();
    const flags = traceFlags.toString(16).padStart(2, '0');
    started.request.traceparent = `00-${traceId}-${spanId}-${flags}`;
    return context.with(trace.setSpan(parent, span), handle);
  }

  private start(started: StartedRequest): { parent: Context; span: Span } {
    const { propagation, ROOT_CONTEXT, SpanKind } = this.otel;
    const carriers = traceCarriersOf(started.request);
    const parent =
      carriers.parent === undefined
        ? ROOT_CONTEXT
        : propagation.extract(ROOT_CONTEXT, carriers.parent, fromCarrier);
    const span = this.tracer.startSpan(nameOf(started), { kind: SpanKind.SERVER }, parent);
    // Most are not sampled, and cost no more than that.
    if (span.isRecording()) {
      span.setAttributes(requestAttributes(started, this.tracedArguments));
      const { traceparent } = started.request.session ?? {};
      this.link(span, carriers.transport);
      if (traceparent !== undefined) this.link(span, { traceparent });
    }
    return { parent, span };
  }

  /** To the request that carried this one, or that opened its session. */
  private link(span: Span, carrier: object | undefined): void {
    if (carrier === undefined) return;
    const { propagation, ROOT_CONTEXT, trace } = this.otel;
    const context = trace.getSpanContext(propagation.extract(ROOT_CONTEXT, carrier, fromCarrier));
    if (context !== undefined) span.addLink({ context });
  }
}

/** Of few values: methods, and the tools and prompts of the catalog. */
function nameOf({ method, feature }: StartedRequest): string {
  return feature === undefined || feature.kind === 'resource'
    ? method
    : `${method} ${qualifiedNameOf(feature)}`;
}
