import { Injectable } from '@nestjs/common';
import { RequestObserver, type ObservedRequest } from '@acme/mcp-core';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import type { Counter, Histogram } from 'prom-client';
import { Metric } from './metrics';

/** Counts every MCP request and how long it took. */
@Injectable()
export class RequestMetrics extends RequestObserver {
  constructor(
    @InjectMetric(Metric.requests) private readonly requests: Counter<'method' | 'status'>,
    @InjectMetric(Metric.duration) private readonly duration: Histogram<'method'>,
  ) {
    super();
  }

  observe({ method, outcome, durationMs }: ObservedRequest): void {
    this.requests.inc({ method, status: outcome });
    this.duration.observe({ method }, durationMs / 1_000);
  }
}
