import { Controller, Module, type DynamicModule } from '@nestjs/common';
import { PrometheusModule } from '@willsoto/nestjs-prometheus';
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

/** Metrics of MCP requests, beside those of the process, in the text format of Prometheus. */
@Module({})
export class MetricsModule {
  static forRoot({ route, source = new OwnMetrics() }: MetricsOptions): DynamicModule {
    return {
      module: MetricsModule,
      imports: [
        PrometheusModule.register({
          controller: NoRoute,
          // `collectProcessMetrics` adds them, once a process.
          defaultMetrics: { enabled: false },
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
