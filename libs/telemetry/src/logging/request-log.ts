import { Inject, Injectable } from '@nestjs/common';
import { RequestObserver, type ObservedRequest } from '@repo/mcp-core';
import type { RootLogger } from './create-logger';
import { ROOT_LOGGER } from './root-logger.token';

/**
 * One line per MCP request, at `debug`: at `info` a busy host would write little else. Faults need
 * no line here, since the engine has logged each with its stack under the same reference.
 */
@Injectable()
export class RequestLog extends RequestObserver {
  constructor(@Inject(ROOT_LOGGER) private readonly logger: RootLogger) {
    super();
  }

  observe({ method, server, era, outcome, durationMs, feature, reference }: ObservedRequest): void {
    if (!this.logger.isLevelEnabled('debug')) return;
    const line = { method, server, feature, era, outcome, durationMs, reference };
    this.logger.debug(line, 'mcp request');
  }
}
