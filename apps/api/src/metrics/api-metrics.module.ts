import type { ServerConfig } from '@acme/config';
import { MetricsModule } from '@acme/telemetry';
import { Module, type DynamicModule } from '@nestjs/common';
import { ApiMetrics } from './api-metrics';

/** `/metrics`, on the api's own port or on `METRICS_PORT`. */
@Module({})
export class ApiMetricsModule {
  static forRoot({ metricsPort }: ServerConfig): DynamicModule {
    return {
      module: ApiMetricsModule,
      imports: [MetricsModule.forRoot({ route: metricsPort === undefined })],
      providers: [ApiMetrics],
    };
  }
}
