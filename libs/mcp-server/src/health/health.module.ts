import { DatabaseHealth } from '@repo/database';
import { REDIS, type RedisConnection } from '@repo/redis';
import {
  Dependencies,
  DependencyMetrics,
  HealthIndicatorsModule,
  HealthReport,
} from '@repo/telemetry';
import { Module } from '@nestjs/common';
import { HealthController } from './health.controller';
import { pingRedis } from './ping-redis';

@Module({
  imports: [HealthIndicatorsModule],
  providers: [
    {
      provide: Dependencies,
      inject: [DatabaseHealth, { token: REDIS, optional: true }],
      useFactory: (database: DatabaseHealth, redis?: RedisConnection) =>
        new Dependencies({
          database: () => database.ping(),
          ...(redis !== undefined && { redis: () => pingRedis(redis) }),
        }),
    },
    DependencyMetrics,
    HealthReport,
  ],
  controllers: [HealthController],
})
export class HealthModule {}
