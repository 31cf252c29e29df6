import { RequestScope, type StartedRequest } from '@repo/mcp-core';
import { Injectable, Optional } from '@nestjs/common';
import { RequestTracer } from '../tracing/request-tracer';
import { CallLogContext } from './call-log-context';
import { runIn } from './frame';
import { LogContext } from './log-context';

/** Has every MCP request run in a frame: what its log lines say, and its span where there is tracing. */
@Injectable()
export class RequestFrameScope extends RequestScope {
  constructor(@Optional() private readonly tracer?: RequestTracer) {
    super();
  }

  run<T>(started: StartedRequest, handle: () => Promise<T>): Promise<T> {
    const span = this.tracer?.start(started);
    return runIn(new CallLogContext(started, LogContext.current, span), handle);
  }
}
