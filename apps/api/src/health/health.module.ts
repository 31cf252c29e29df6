import { HealthIndicatorsModule } from '@acme/telemetry';
import { Module } from '@nestjs/common';
import { DatabaseIndicator } from './database.indicator';
import { HealthController } from './health.controller';

@Module({
  imports: [HealthIndicatorsModule],
  providers: [DatabaseIndicator],
  controllers: [HealthController],
})
export class HealthModule {}
