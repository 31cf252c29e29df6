import { Module } from '@nestjs/common';
import { JobMetrics } from './job-metrics';
import { MetricsController } from './metrics.controller';

/** `/metrics` of the worker. */
@Module({
  providers: [JobMetrics],
  controllers: [MetricsController],
})
export class WorkerMetricsModule {}
