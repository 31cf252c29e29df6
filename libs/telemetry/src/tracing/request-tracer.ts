import { identity, TelemetryConfig } from '@repo/config';
import { qualifiedNameOf, type StartedRequest } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import type { Context, Span, SpanOptions, Tracer } from '@opentelemetry/api';
import { openTelemetry } from './open-telemetry';
import { requestAttributes } from './request-attributes';
import { RequestSpan } from './request-span';
import { type Carrier, fromCarrier, traceCarriersOf } from './trace-context';

type OpenTelemetry = NonNullable<ReturnType<typeof openTelemetry>>;

/** Begins the SERVER spans of MCP requests, which `RequestSpanObserver` ends. */
@Injectable()
export class RequestTracer {
  private readonly otel: OpenTelemetry;
  private readonly tracer: Tracer;
  private readonly tracedArguments: readonly string[];
  /** Looked up once: each is behind two getters, of the package and of the bundle. */
  private readonly root: Context;
  private readonly spanOptions: SpanOptions;
  /** What the propagators read. */
  private readonly fields: readonly string[];

  /** @throws {Error} tracing has not started */
  constructor({ tracedArguments }: TelemetryConfig) {
    const otel = openTelemetry();
    if (otel === undefined) throw new Error('Await startTracing before the application is made.');
    this.otel = otel;
    this.root = otel.ROOT_CONTEXT;
    this.spanOptions = { kind: otel.SpanKind.SERVER };
    this.tracer = otel.trace.getTracer(identity.serviceName);
    this.tracedArguments = tracedArguments;
    this.fields = otel.propagation.fields();
  }

  /** Its span is below the client's, where that names one. */
  start(started: StartedRequest): RequestSpan {
    const { request } = started;
    const carriers = traceCarriersOf(request);
    const parent = this.extract(carriers.parent);
    const span = this.tracer.startSpan(nameOf(started), this.spanOptions, parent);
    request.trace = span.spanContext();
    // Most are not sampled, and cost no more than that.
    if (span.isRecording()) {
      span.setAttributes(requestAttributes(started, this.tracedArguments));
      const { traceparent } = request.session ?? {};
      this.link(span, carriers.transport);
      if (traceparent !== undefined) this.link(span, { traceparent });
    }
    return new RequestSpan(span, parent);
  }

  private extract(carrier: Carrier | undefined): Context {
    if (carrier === undefined) return this.root;
    for (const field of this.fields) {
      if (carrier[field] !== undefined) {
        return this.otel.propagation.extract(this.root, carrier, fromCarrier);
      }
    }
    return this.root;
  }

  /** To the request that carried this one, or that opened its session. */
  private link(span: Span, carrier: Carrier | undefined): void {
    const context = this.otel.trace.getSpanContext(this.extract(carrier));
    if (context !== undefined) span.addLink({ context });
  }
}

/** Of few values: methods, and the tools and prompts of the catalog. */
function nameOf({ method, feature }: StartedRequest): string {
  return feature === undefined || feature.kind === 'resource'
    ? method
    : `${method} ${qualifiedNameOf(feature)}`;
}
