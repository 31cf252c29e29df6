import { DatabaseHealth } from '@repo/database';
import { healthOf } from '@repo/telemetry';
import { Injectable } from '@nestjs/common';
import type { HealthIndicatorResult } from '@nestjs/terminus';

/** Down while the database does not answer, and says why. */
@Injectable()
export class DatabaseIndicator {
  constructor(private readonly database: DatabaseHealth) {}

  async check(): Promise<HealthIndicatorResult<'database'>> {
    return { database: await healthOf(() => this.database.ping()) };
  }
}
