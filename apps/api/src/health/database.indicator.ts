import { DatabaseHealth } from '@acme/database';
import { Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';

/** Down while the database does not answer, and says why. */
@Injectable()
export class DatabaseIndicator {
  constructor(
    private readonly database: DatabaseHealth,
    private readonly indicators: HealthIndicatorService,
  ) {}

  async check(): Promise<HealthIndicatorResult<'database'>> {
    const indicator = this.indicators.check('database');
    try {
      await this.database.ping();
      return indicator.up();
    } catch (error) {
      return indicator.down(error instanceof Error ? error.message : 'The database is down.');
    }
  }
}
