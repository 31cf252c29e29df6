import { identity } from '@repo/config';
import { Clock } from '@repo/foundation';
import { RequestObserver, type ObservedRequest } from '@repo/mcp-core';
import { ROOT_LOGGER, type RootLogger } from '@repo/telemetry';
import { Inject, Injectable } from '@nestjs/common';

/** CloudWatch makes metrics of lines that have it (Embedded Metric Format); others pass it over. */
function cloudWatch(...dimensions: string[][]) {
  return [
    {
      Namespace: identity.serviceName,
      Dimensions: dimensions,
      Metrics: [
        { Name: 'mcp_requests_total', Unit: 'Count' },
        { Name: 'mcp_request_duration_seconds', Unit: 'Seconds' },
      ],
    },
  ];
}

/** A line must have each of its dimensions, or CloudWatch makes nothing of it. */
const OF_REQUESTS = cloudWatch(['method', 'status']);
const OF_TOOL_CALLS = cloudWatch(['method', 'status'], ['tool', 'status']);

/**
 * Counts every MCP request and how long it took in a log line: nobody can scrape a function. The
 * names are those of the api's metrics.
 */
@Injectable()
export class MetricLines extends RequestObserver {
  constructor(
    @Inject(ROOT_LOGGER) private readonly logger: RootLogger,
    private readonly clock: Clock,
  ) {
    super();
  }

  observe({ method, server, feature, outcome, durationMs }: ObservedRequest): void {
    const tool = method === 'tools/call' ? feature : undefined;
    const metrics = tool === undefined ? OF_REQUESTS : OF_TOOL_CALLS;
    this.logger.info(
      {
        _aws: { Timestamp: this.clock.now(), CloudWatchMetrics: metrics },
        method,
        tool,
        server,
        status: outcome,
        mcp_requests_total: 1,
        mcp_request_duration_seconds: durationMs / 1_000,
      },
      'mcp request',
    );
  }
}
