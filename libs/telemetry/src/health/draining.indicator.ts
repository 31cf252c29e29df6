import { Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { Draining } from './draining';

/** Down from the signal to stop on, so that load balancers look for another replica. */
@Injectable()
export class DrainingIndicator {
  constructor(
    private readonly draining: Draining,
    private readonly indicators: HealthIndicatorService,
  ) {}

  check(): HealthIndicatorResult<'draining'> {
    const indicator = this.indicators.check('draining');
    return this.draining.active ? indicator.down('The process was told to stop.') : indicator.up();
  }
}
