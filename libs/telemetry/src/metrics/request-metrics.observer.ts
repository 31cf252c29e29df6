import { Injectable } from '@nestjs/common';
import { RequestObserver, type ObservedRequest } from '@repo/mcp-core';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import type { Counter, Histogram } from 'prom-client';
import { Metric } from './request.metrics';

/** Counts every MCP request and how long it took. */
@Injectable()
export class RequestMetricsObserver extends RequestObserver {
  constructor(
    @InjectMetric(Metric.requests) private readonly requests: Counter<'method' | 'status'>,
    @InjectMetric(Metric.duration) private readonly duration: Histogram<'method'>,
    @InjectMetric(Metric.rejected) private readonly rejected: Counter,
  ) {
    super();
  }

  observe({ method, outcome, detail, durationMs }: ObservedRequest): void {
    this.requests.inc({ method, status: outcome });
    this.duration.observe({ method }, durationMs / 1_000);
    if (detail === 'overload') this.rejected.inc();
  }
}
