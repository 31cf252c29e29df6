import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { McpHost } from '@repo/mcp-core';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import type { Gauge } from 'prom-client';
import { Metric } from './metrics';

/** Tells how many calls run and wait, when somebody asks: to keep gauges would cost each call. */
@Injectable()
export class LoadGauges implements OnApplicationBootstrap {
  constructor(
    private readonly host: McpHost,
    @InjectMetric(Metric.running) private readonly running: Gauge,
    @InjectMetric(Metric.queued) private readonly queued: Gauge,
  ) {}

  onApplicationBootstrap(): void {
    const { load } = this.host;
    // The registry is the process's: of several applications in it, as in tests, the last is told.
    Object.assign(this.running, { collect: () => this.running.set(load.running) });
    Object.assign(this.queued, { collect: () => this.queued.set(load.queued) });
  }
}
