import { Database } from '@repo/database';
import {
  MetricsController,
  MetricsExport,
  MetricsSource,
  OwnMetrics,
  registerPool,
} from '@repo/telemetry';
import { Module } from '@nestjs/common';
import { version } from '../version';
import { JobMetrics } from './job.metrics';

/** `/metrics` of the worker. While the database is away, what needs it has no values. */
@Module({
  providers: [
    { provide: MetricsSource, useClass: OwnMetrics },
    JobMetrics,
    MetricsExport.provider({ name: 'worker', version }),
  ],
  controllers: [MetricsController],
})
export class WorkerMetricsModule {
  constructor(database: Database) {
    registerPool(() => database.pool);
  }
}
