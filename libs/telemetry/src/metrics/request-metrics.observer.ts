import { Injectable } from '@nestjs/common';
import { RequestObserver, type ObservedRequest } from '@repo/mcp-core';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import type { Counter, Histogram } from 'prom-client';
import { Metric } from './request.metrics';

/** Counts every MCP request and how long it took. */
@Injectable()
export class RequestMetricsObserver extends RequestObserver {
  constructor(
    @InjectMetric(Metric.requests)
    private readonly requests: Counter<'method' | 'status' | 'server'>,
    @InjectMetric(Metric.duration) private readonly duration: Histogram<'method' | 'server'>,
    @InjectMetric(Metric.rejected) private readonly rejected: Counter<'server'>,
  ) {
    super();
  }

  observe({ method, server, outcome, detail, durationMs }: ObservedRequest): void {
    // The main server has no label, so that its series are those of a process with one server.
    const isMain = server === undefined;
    const status = outcome;
    this.requests.inc(isMain ? { method, status } : { method, status, server });
    this.duration.observe(isMain ? { method } : { method, server }, durationMs / 1_000);
    if (detail === 'overload') this.rejected.inc(isMain ? {} : { server });
  }
}
