import { Inject, Injectable } from '@nestjs/common';
import { LoggingConfig, ServerConfig } from '@repo/config';
import { RequestObserver, type ObservedRequest } from '@repo/mcp-core';
import type { RootLogger } from './create-logger';
import { ROOT_LOGGER } from './root-logger.token';

/**
 * One line per MCP request, at `debug`: at `info` a busy host would write little else. In development,
 * where a person waits for it, each call is a short line at `info`. Faults need no line here, since the
 * engine has logged each with its stack under the same reference.
 */
@Injectable()
export class RequestLog extends RequestObserver {
  private readonly isForPeople: boolean;
  private readonly isOn: boolean;

  constructor(
    @Inject(ROOT_LOGGER) private readonly logger: RootLogger,
    { environment }: ServerConfig,
    { access }: LoggingConfig,
  ) {
    super();
    this.isOn = access;
    this.isForPeople = environment === 'development';
  }

  observe(observed: ObservedRequest): void {
    if (!this.isOn) return;
    if (this.logger.isLevelEnabled('debug')) {
      const { method, server, era, outcome, durationMs, feature, reference } = observed;
      const line = { method, server, feature, era, outcome, durationMs, reference };
      this.logger.debug(line, 'mcp request');
    } else if (this.isForPeople && observed.feature !== undefined) {
      this.logger.info(callText(observed));
    }
  }
}

/** The call, who made it, how it ended and how long it took. */
function callText({ method, feature, request, outcome, durationMs }: ObservedRequest): string {
  const caller = request.client.auth?.clientId ?? 'anonymous';
  return `${method} ${feature} · ${caller} · ${outcome} · ${durationMs.toFixed(1)} ms`;
}
