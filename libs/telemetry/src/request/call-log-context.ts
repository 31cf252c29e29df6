import type { Context } from '@opentelemetry/api';
import { qualifiedNameOf, type StartedRequest } from '@repo/mcp-core';
import { requestIdOf } from '../logging/request-id';
import type { RequestSpan } from '../tracing/request-span';
import { LogContext, type LogFields } from './log-context';

/** Of a request of MCP: which it is, of whom, and what was called. */
export class CallLogContext extends LogContext {
  private id?: string;

  /** @param outer of the HTTP request, where that has one */
  constructor(
    private readonly started: StartedRequest,
    private readonly outer: LogContext | undefined,
    private readonly span: RequestSpan | undefined,
  ) {
    super();
  }

  get otel(): Context | undefined {
    return this.span?.context;
  }

  get requestId(): string {
    const { headers = {} } = this.started.request.channel;
    this.id ??= this.outer?.requestId ?? requestIdOf(headers);
    return this.id;
  }

  protected get own(): LogFields {
    const { feature, request } = this.started;
    const { auth } = request.client;
    const { subject } = auth?.extra ?? {};
    return {
      requestId: this.requestId,
      principal: typeof subject === 'string' ? subject : (auth?.clientId ?? 'anonymous'),
      ...(feature && { [feature.kind]: qualifiedNameOf(feature) }),
    };
  }
}
