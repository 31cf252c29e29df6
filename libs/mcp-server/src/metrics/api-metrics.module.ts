import type { ServerConfig } from '@repo/config';
import { CertificateMetrics, MetricsModule, type MetricsSource } from '@repo/telemetry';
import { Module, type DynamicModule } from '@nestjs/common';
import { AdminModule } from '../admin/admin.module';
import { ApiMetrics } from './api-metrics';
import { AuditMetrics } from './audit.metrics';
import { GuardedMetricsController } from './guarded-metrics.controller';
import type { ServerIdentity } from '../server-options';
import { SignInMetrics } from './sign-in.metrics';

/** `/metrics`, on the api's own port or on `METRICS_PORT`. */
@Module({})
export class ApiMetricsModule {
  /** @param source default: this process alone */
  static forRoot(
    { metricsPort, isProduction }: ServerConfig,
    { app, version }: ServerIdentity,
    source?: MetricsSource,
  ): DynamicModule {
    const isPublic = metricsPort === undefined;
    return {
      module: ApiMetricsModule,
      imports: [
        AdminModule,
        MetricsModule.forRoot({
          route: isPublic && !isProduction,
          source,
          process: { name: app, version },
        }),
      ],
      controllers: isPublic && isProduction ? [GuardedMetricsController] : [],
      providers: [ApiMetrics, AuditMetrics, CertificateMetrics, SignInMetrics],
    };
  }
}
