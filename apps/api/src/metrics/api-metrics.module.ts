import type { ServerConfig } from '@repo/config';
import { MetricsModule, type MetricsSource } from '@repo/telemetry';
import { Module, type DynamicModule } from '@nestjs/common';
import { ApiMetrics } from './api-metrics';

/** `/metrics`, on the api's own port or on `METRICS_PORT`. */
@Module({})
export class ApiMetricsModule {
  /** @param source default: this process alone */
  static forRoot({ metricsPort }: ServerConfig, source?: MetricsSource): DynamicModule {
    return {
      module: ApiMetricsModule,
      imports: [MetricsModule.forRoot({ route: metricsPort === undefined, source })],
      providers: [ApiMetrics],
    };
  }
}
