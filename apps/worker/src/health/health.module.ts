import { DatabaseHealth } from '@repo/database';
import { Queues } from '@repo/queue';
import {
  Dependencies,
  DependencyMetrics,
  HealthIndicatorsModule,
  HealthReport,
} from '@repo/telemetry';
import { Module } from '@nestjs/common';
import { HealthController } from './health.controller';

@Module({
  imports: [HealthIndicatorsModule],
  providers: [
    {
      provide: Dependencies,
      inject: [DatabaseHealth, Queues],
      useFactory: (database: DatabaseHealth, queues: Queues) =>
        new Dependencies({ database: () => database.ping(), queue: () => queues.ping() }),
    },
    DependencyMetrics,
    HealthReport,
  ],
  controllers: [HealthController],
})
export class HealthModule {}
