import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { Draining } from './draining';
import { DrainingIndicator } from './draining.indicator';
import { EventLoopIndicator } from './event-loop.indicator';

/** The indicators of what every process has: an event loop, and an end. */
@Module({
  // Without a logger of its own: it would write an error, in colour, for every probe that fails.
  imports: [TerminusModule.forRoot({ logger: false })],
  providers: [Draining, DrainingIndicator, EventLoopIndicator],
  exports: [TerminusModule, Draining, DrainingIndicator, EventLoopIndicator],
})
export class HealthIndicatorsModule {}
