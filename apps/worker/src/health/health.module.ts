import { HealthIndicatorsModule } from '@repo/telemetry';
import { Module } from '@nestjs/common';
import { HealthController } from './health.controller';
import { WorkerReadiness } from './worker-readiness';

@Module({
  imports: [HealthIndicatorsModule],
  providers: [WorkerReadiness],
  controllers: [HealthController],
})
export class HealthModule {}
