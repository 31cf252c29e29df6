import { Module, type DynamicModule } from '@nestjs/common';
import { ConnectionGauge } from './connection-gauge';
import { MetricsSource, OwnMetrics } from './metrics-source';
import { MetricsController } from './metrics.controller';
import { MetricsListener } from './metrics.listener';
import { LoadMetrics } from './load.metrics';
import { RequestMetrics } from './request.metrics';
import type { DescribedProcess } from '../process/described-process';
import { MetricsExport } from './otlp/metrics-export';

export interface MetricsOptions {
  /** Whether the application itself serves `/metrics`; without it use the `MetricsListener`. */
  readonly route: boolean;
  /** Default: this process alone. */
  readonly source?: MetricsSource | undefined;
  /** As what it sends its metrics, where the environment asks for that. */
  readonly process: DescribedProcess;
}

/** Metrics of MCP requests, beside those of the process, for Prometheus or by OTLP. */
@Module({})
export class MetricsModule {
  static forRoot({ route, source = new OwnMetrics(), process }: MetricsOptions): DynamicModule {
    return {
      module: MetricsModule,
      controllers: route ? [MetricsController] : [],
      providers: [
        { provide: MetricsSource, useValue: source },
        RequestMetrics,
        LoadMetrics,
        ConnectionGauge,
        MetricsListener,
        MetricsExport.provider(process),
      ],
      exports: [ConnectionGauge, MetricsListener, MetricsSource],
    };
  }
}
