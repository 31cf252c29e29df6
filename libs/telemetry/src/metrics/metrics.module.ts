import { Module, type DynamicModule } from '@nestjs/common';
import { ConnectionGauge } from './connection-gauge';
import { MetricsSource, OwnMetrics } from './metrics-source';
import { MetricsController } from './metrics.controller';
import { MetricsListener } from './metrics.listener';
import { RequestMetricsObserver } from './request-metrics.observer';
import { requestMetrics } from './request.metrics';

export interface MetricsOptions {
  /** Whether the application itself serves `/metrics`; without it use the `MetricsListener`. */
  readonly route: boolean;
  /** Default: this process alone. */
  readonly source?: MetricsSource | undefined;
}

/** Metrics of MCP requests, beside those of the process, in the text format of Prometheus. */
@Module({})
export class MetricsModule {
  static forRoot({ route, source = new OwnMetrics() }: MetricsOptions): DynamicModule {
    return {
      module: MetricsModule,
      controllers: route ? [MetricsController] : [],
      providers: [
        { provide: MetricsSource, useValue: source },
        ...requestMetrics,
        RequestMetricsObserver,
        ConnectionGauge,
        MetricsListener,
      ],
      exports: [ConnectionGauge, MetricsListener, MetricsSource],
    };
  }
}
