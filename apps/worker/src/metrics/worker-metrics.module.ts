import { MetricsController, MetricsSource, OwnMetrics } from '@repo/telemetry';
import { Module } from '@nestjs/common';
import { JobMetricsObserver } from './job-metrics.observer';
import { jobMetrics } from './job.metrics';

/** `/metrics` of the worker. While the database is away, what needs it has no values. */
@Module({
  providers: [{ provide: MetricsSource, useClass: OwnMetrics }, ...jobMetrics, JobMetricsObserver],
  controllers: [MetricsController],
})
export class WorkerMetricsModule {}
