import { Controller, Module, type DynamicModule } from '@nestjs/common';
import { PrometheusModule } from '@willsoto/nestjs-prometheus';
import { register } from 'prom-client';
import { ConnectionGauge } from './connection-gauge';
import { LoadGauges } from './load-gauges';
import { metricProviders } from './metrics';
import { MetricsSource, OwnMetrics } from './metrics-source';
import { MetricsController } from './metrics.controller';
import { MetricsListener } from './metrics.listener';
import { RequestMetrics } from './request-metrics';

export interface MetricsOptions {
  /** Whether the application itself serves `/metrics`; without it use the `MetricsListener`. */
  readonly route: boolean;
  /** Default: this process alone. */
  readonly source?: MetricsSource | undefined;
}

/** Serves nothing: the module insists on a controller. */
@Controller()
class NoRoute {}

/** Metrics of Node and of MCP requests, in the text format of Prometheus. */
@Module({})
export class MetricsModule {
  static forRoot({ route, source = new OwnMetrics() }: MetricsOptions): DynamicModule {
    return {
      module: MetricsModule,
      imports: [
        PrometheusModule.register({
          controller: NoRoute,
          // The registry is the process's: a second application in it, as in tests, shares them.
          defaultMetrics: { enabled: !hasDefaultMetrics() },
        }),
      ],
      controllers: route ? [MetricsController] : [],
      providers: [
        { provide: MetricsSource, useValue: source },
        ...metricProviders,
        RequestMetrics,
        LoadGauges,
        ConnectionGauge,
        MetricsListener,
      ],
      exports: [ConnectionGauge, MetricsListener],
    };
  }
}

function hasDefaultMetrics(): boolean {
  return register.getSingleMetric('process_cpu_user_seconds_total') !== undefined;
}
