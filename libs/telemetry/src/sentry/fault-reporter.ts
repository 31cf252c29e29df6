import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { RequestObserver, type ObservedRequest } from '@repo/mcp-core';
import { reportUncaught } from '../process/log-uncaught';
import { LogContext } from '../request/log-context';
import { activeTrace } from '../tracing/active-trace';
import type { FaultSink } from './fault-sink';
import { FAULT_SINK } from './fault-sink.token';

/**
 * Reports the faults of our own making, and what nobody caught. What a client did wrong, a refusal, a time-out and an error
 * that a tool tells its model are no faults.
 */
@Injectable()
export class FaultReporter extends RequestObserver implements OnApplicationShutdown {
  constructor(@Inject(FAULT_SINK) private readonly sink: FaultSink) {
    super();
    reportUncaught(sink);
  }

  observe({ outcome, cause, method, feature, reference }: ObservedRequest): void {
    if (outcome !== 'failed' || cause === undefined) return;
    const requestId = LogContext.current?.requestId;
    this.sink.report({ cause, method, feature, reference, requestId, trace: activeTrace() });
  }

  async onApplicationShutdown(): Promise<void> {
    reportUncaught(undefined);
    await this.sink.close();
  }
}
