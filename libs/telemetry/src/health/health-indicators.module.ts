import { Module } from '@nestjs/common';
import { Draining } from './draining';
import { DrainingIndicator } from './draining.indicator';
import { EventLoopIndicator } from './event-loop.indicator';
import { HealthChecks } from './health-checks';

/** How a process tells of its health, and of what every process has: an event loop, and an end. */
@Module({
  providers: [HealthChecks, Draining, DrainingIndicator, EventLoopIndicator],
  exports: [HealthChecks, Draining, DrainingIndicator, EventLoopIndicator],
})
export class HealthIndicatorsModule {}
