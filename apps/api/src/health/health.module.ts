import { HealthIndicatorsModule } from '@repo/telemetry';
import { Module } from '@nestjs/common';
import { DatabaseIndicator } from './database.indicator';
import { HealthController } from './health.controller';
import { RedisIndicator } from './redis.indicator';

@Module({
  imports: [HealthIndicatorsModule],
  providers: [DatabaseIndicator, RedisIndicator],
  controllers: [HealthController],
})
export class HealthModule {}
