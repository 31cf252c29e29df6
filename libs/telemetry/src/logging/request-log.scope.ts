import { Inject, Injectable } from '@nestjs/common';
import { qualifiedNameOf, RequestScope, type StartedRequest } from '@repo/mcp-core';
import type { RootLogger } from './create-logger';
import { LogContext, type LogFields } from './log-context';
import { requestIdOf } from './request-id';
import { ROOT_LOGGER } from './root-logger.token';

/** Has every log line of an MCP request say which request it is, of whom, and what was called. */
@Injectable()
export class RequestLogScope extends RequestScope {
  constructor(@Inject(ROOT_LOGGER) private readonly logger: RootLogger) {
    super();
  }

  run<T>(started: StartedRequest, handle: () => Promise<T>): Promise<T> {
    const outer = LogContext.current;
    let fields: LogFields | undefined;
    const own = () => (fields ??= fieldsOf(started, outer));
    return new LogContext(this.logger, own).run(handle);
  }
}

function fieldsOf({ feature, request }: StartedRequest, outer: LogContext | undefined): LogFields {
  const { channel, client } = request;
  const { subject } = client.auth?.extra ?? {};
  return {
    requestId: requestIdOf(channel.headers ?? {}),
    ...outer?.fields,
    principal: typeof subject === 'string' ? subject : (client.auth?.clientId ?? 'anonymous'),
    ...(feature && { [feature.kind]: qualifiedNameOf(feature) }),
  };
}
