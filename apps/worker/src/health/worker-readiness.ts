import { DatabaseHealth } from '@acme/database';
import { Queues } from '@acme/queue';
import { Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { RulesWatch } from '../scaling/rules-watch';

/** What the worker cannot work without: the database, its queue, and rules. */
@Injectable()
export class WorkerReadiness {
  constructor(
    private readonly databaseHealth: DatabaseHealth,
    private readonly queues: Queues,
    private readonly rulesWatch: RulesWatch,
    private readonly indicators: HealthIndicatorService,
  ) {}

  database(): Promise<HealthIndicatorResult<'database'>> {
    return this.answers('database', () => this.databaseHealth.ping());
  }

  queue(): Promise<HealthIndicatorResult<'queue'>> {
    return this.answers('queue', () => this.queues.ping());
  }

  /** Up with rules in force, though the file may have got a fault since. */
  rules(): HealthIndicatorResult<'rules'> {
    const indicator = this.indicators.check('rules');
    const { rules, faults } = this.rulesWatch.file;
    const detail = { faults: faults.length };
    return rules === undefined ? indicator.down(detail) : indicator.up(detail);
  }

  private async answers<Key extends string>(
    key: Key,
    ping: () => Promise<void>,
  ): Promise<HealthIndicatorResult<Key>> {
    const indicator = this.indicators.check(key);
    try {
      await ping();
      return indicator.up();
    } catch (error) {
      return indicator.down((error as Error).message);
    }
  }
}
