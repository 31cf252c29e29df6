import { Injectable } from '@nestjs/common';
import type { HealthIndicatorResult } from '@nestjs/terminus';
import { Draining } from './draining';

/** Down from the signal to stop on, so that load balancers look for another replica. */
@Injectable()
export class DrainingIndicator {
  constructor(private readonly draining: Draining) {}

  check(): HealthIndicatorResult<'draining'> {
    return this.draining.active
      ? { draining: { status: 'down', message: 'The process was told to stop.' } }
      : { draining: { status: 'up' } };
  }
}
