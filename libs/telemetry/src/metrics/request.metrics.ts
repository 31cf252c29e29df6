import { Injectable } from '@nestjs/common';
import { RequestObserver, type ObservedRequest, type RefusedRequest } from '@repo/mcp-core';
import { isSampled } from '../tracing/request-span';
import { BucketMap, DURATION_BUCKETS, OPERATION_BUCKETS } from './duration-buckets';
import { counter, histogram } from './metric';
import { reasonOf, REFUSAL_REASONS } from './refusal-reason';
import { durationLabels, operationLabels, requestLabels } from './request-labels';
import { countsBy, durationsBy } from './request-samples';
import { RequestTally } from './request-tally';

const durations = new BucketMap(DURATION_BUCKETS);
const operations = new BucketMap(OPERATION_BUCKETS);

/**
 * Counts every MCP request and how long it took. The first two names are of the hosting guide that
 * this project follows, the third of OpenTelemetry's conventions.
 */
@Injectable()
export class RequestMetrics extends RequestObserver {
  private readonly tally = new RequestTally();
  private readonly rejected = counter({
    name: 'mcp_calls_rejected_total',
    help: 'Calls that were refused because there was no place for them.',
    labelNames: ['server'],
  });
  private readonly refusals = counter({
    name: 'mcp_requests_refused_total',
    help: 'HTTP requests that were refused before they became MCP requests, by reason.',
    labelNames: ['reason'],
  });

  constructor() {
    super();
    const { tally } = this;
    counter({
      name: 'mcp_requests_total',
      help: 'MCP requests by method, outcome and tool.',
      labelNames: ['method', 'status', 'tool', 'server'],
      collect: () => countsBy(tally.all(), requestLabels),
    });
    histogram({
      name: 'mcp_request_duration_seconds',
      help: 'Seconds from the parsed MCP request to its result.',
      labelNames: ['method', 'tool', 'server'],
      buckets: durations.buckets,
      collect: () => durationsBy(tally.all(), durationLabels, durations),
    });
    histogram({
      name: 'mcp_server_operation_duration_seconds',
      help: 'The same as mcp.server.operation.duration, by the conventions of OpenTelemetry.',
      labelNames: [
        'mcp_method_name',
        'gen_ai_operation_name',
        'gen_ai_tool_name',
        'gen_ai_prompt_name',
        'error_type',
        'rpc_response_status_code',
        'network_transport',
      ],
      buckets: operations.buckets,
      collect: () => durationsBy(tally.all(), operationLabels, operations),
    });
    this.rejected.inc(0);
    for (const reason of REFUSAL_REASONS) this.refusals.inc({ reason }, 0);
  }

  observe(request: ObservedRequest): void {
    const { trace } = request.request;
    this.tally.count(request, isSampled(trace) ? trace.traceId : undefined);
    if (request.detail !== 'overload') return;
    // The main server has no label, so that its series are those of a process with one server.
    if (request.server === undefined) this.rejected.inc();
    else this.rejected.inc({ server: request.server });
  }

  override refused({ error }: RefusedRequest): void {
    this.refusals.inc({ reason: reasonOf(error) });
  }
}
