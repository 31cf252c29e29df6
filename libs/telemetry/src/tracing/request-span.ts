import type { Context, Span } from '@opentelemetry/api';
import type { McpRequest } from '@repo/mcp-core';
import { openTelemetry } from './open-telemetry';

/** The span of a request, and what runs below it. */
export class RequestSpan {
  private made?: Context;

  constructor(
    readonly span: Span,
    private readonly parent: Context,
  ) {}

  /** Made when somebody asks for it: most spans are not sampled, and most calls call nothing. */
  get context(): Context {
    this.made ??= openTelemetry()?.trace.setSpan(this.parent, this.span) ?? this.parent;
    return this.made;
  }
}

/** `TraceFlags.SAMPLED`: the enum itself would load the package. */
const SAMPLED = 1;

/** Whether a request can be found by its trace. */
export function isSampled(trace: McpRequest['trace']): trace is NonNullable<McpRequest['trace']> {
  return trace !== undefined && (trace.traceFlags & SAMPLED) !== 0;
}
