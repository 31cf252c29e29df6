import { ConfigModule } from '@repo/config';
import { DatabaseModule } from '@repo/database';
import { JobsModule } from '@repo/mcp-features/jobs';
import { QueueModule, WorkersModule } from '@repo/queue';
import { FaultReportsModule, LoggingModule, TracingModule } from '@repo/telemetry';
import { Module, type DynamicModule } from '@nestjs/common';
import { databaseFeatures } from './database-features';
import { JobFaultReporter } from './faults/job-fault.reporter';
import { HealthModule } from './health/health.module';
import { MaintenanceModule } from './maintenance/maintenance.module';
import { WorkerMetricsModule } from './metrics/worker-metrics.module';
import { ScalingModule } from './scaling/scaling.module';
import { TimeModule } from './time.module';
import { version } from './version';
import { workerJobs } from './worker-jobs';
import { usualTiming, type WorkerParts } from './worker-settings';

@Module({})
export class AppModule {
  /** @param tasks what runs tasks, where this worker does */
  static forWorker(
    { config, logger, timing = usualTiming }: WorkerParts,
    tasks: readonly DynamicModule[],
  ): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(config),
        LoggingModule.forRoot(logger),
        TracingModule.forRoot(config.telemetry),
        FaultReportsModule.forRoot({
          dsn: config.telemetry.sentryDsn,
          environment: config.server.deployment,
          release: version,
          secrets: config.secrets,
        }),
        TimeModule,
        DatabaseModule.forRoot({ features: databaseFeatures }),
        QueueModule.forRoot('works'),
        WorkersModule.forRoot(workerJobs(config.database, timing)),
        ScalingModule,
        MaintenanceModule,
        JobsModule,
        ...tasks,
        HealthModule,
        ...(config.telemetry.metrics ? [WorkerMetricsModule] : []),
      ],
      providers: [JobFaultReporter],
    };
  }
}
