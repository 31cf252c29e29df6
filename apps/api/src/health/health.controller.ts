import { DrainingIndicator, EventLoopIndicator, HealthChecks } from '@repo/telemetry';
import { Controller, Get, Header } from '@nestjs/common';
import type { HealthCheckResult } from '@nestjs/terminus';
import { ProcessControl } from '../cluster/process-control';
import { version } from '../version';
import { DatabaseIndicator } from './database.indicator';
import { RedisIndicator } from './redis.indicator';

/** What load balancers and orchestrators ask. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly checks: HealthChecks,
    private readonly draining: DrainingIndicator,
    private readonly eventLoop: EventLoopIndicator,
    private readonly database: DatabaseIndicator,
    private readonly redis: RedisIndicator,
    private readonly processes: ProcessControl,
  ) {}

  /** How many processes serve is told, too: the one that answers does, whatever the others do. */
  @Get()
  @Header('cache-control', 'no-store')
  health() {
    const { workers } = this.processes.size;
    return { status: 'ok', version, timestamp: new Date().toISOString(), workers };
  }

  /** Whether the process is worth keeping: it answers, so it is. */
  @Get('live')
  @Header('cache-control', 'no-store')
  live() {
    return { status: 'ok' };
  }

  /**
   * Whether it should get requests: 503 while it drains, is stuck, or has no database. While Redis is
   * away it should: what needs no other process goes on, and no other replica would do better.
   */
  @Get('ready')
  @Header('cache-control', 'no-store')
  async ready(): Promise<Readiness> {
    const result = await this.checks.run([
      () => this.draining.check(),
      () => this.eventLoop.check(),
      () => this.database.check(),
      ...(this.redis.isUsed ? [() => this.redis.check()] : []),
    ]);
    return isDegraded(result) ? { ...result, status: 'degraded' } : result;
  }
}

type Readiness = Omit<HealthCheckResult, 'status'> & {
  readonly status: HealthCheckResult['status'] | 'degraded';
};

function isDegraded({ details }: HealthCheckResult): boolean {
  return Object.values(details).some(({ degraded }) => degraded === true);
}
