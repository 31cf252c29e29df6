import { DatabaseHealth } from '@repo/database';
import { Queues } from '@repo/queue';
import { healthOf } from '@repo/telemetry';
import { Injectable } from '@nestjs/common';
import type { HealthIndicatorResult } from '@nestjs/terminus';
import { RulesWatch } from '../scaling/rules-watch';

/** What the worker cannot work without: the database, its queue, and rules. */
@Injectable()
export class WorkerReadiness {
  constructor(
    private readonly databaseHealth: DatabaseHealth,
    private readonly queues: Queues,
    private readonly rulesWatch: RulesWatch,
  ) {}

  async database(): Promise<HealthIndicatorResult<'database'>> {
    return { database: await healthOf(() => this.databaseHealth.ping()) };
  }

  async queue(): Promise<HealthIndicatorResult<'queue'>> {
    return { queue: await healthOf(() => this.queues.ping()) };
  }

  /** Up with rules in force, though the file may have got a fault since. */
  rules(): HealthIndicatorResult<'rules'> {
    const { rules, faults } = this.rulesWatch.file;
    const status = rules === undefined ? 'down' : 'up';
    return { rules: { status, faults: faults.length } };
  }
}
