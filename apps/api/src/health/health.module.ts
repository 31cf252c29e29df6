import { HealthIndicatorsModule } from '@acme/telemetry';
import { Module } from '@nestjs/common';
import { HealthController } from './health.controller';

@Module({ imports: [HealthIndicatorsModule], controllers: [HealthController] })
export class HealthModule {}
