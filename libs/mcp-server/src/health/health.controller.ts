import { Database } from '@repo/database';
import { DrainingIndicator, EventLoopIndicator, HealthChecks, HealthReport } from '@repo/telemetry';
import { Controller, Get, Header } from '@nestjs/common';
import type { HealthCheckResult, HealthIndicatorResult } from '@nestjs/terminus';
import { ProcessControl } from '../cluster/process-control';
import { ServerIdentity } from '../server-options';

/** What load balancers and orchestrators ask. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly checks: HealthChecks,
    private readonly draining: DrainingIndicator,
    private readonly eventLoop: EventLoopIndicator,
    private readonly report: HealthReport,
    private readonly database: Database,
    private readonly processes: ProcessControl,
    private readonly server: ServerIdentity,
  ) {}

  /**
   * The state of database, Redis and event loop, for people. Always 200: nobody is replaced for a
   * `degraded`. How many processes serve is told, too, by the one that answers.
   */
  @Get()
  @Header('cache-control', 'no-store')
  async health() {
    const { workers } = this.processes.size;
    const { status, details } = await this.report.state();
    const { version } = this.server;
    return { status, version, timestamp: new Date().toISOString(), workers, details };
  }

  /** Whether the process is worth keeping: it answers, so it is. */
  @Get('live')
  @Header('cache-control', 'no-store')
  live() {
    return { status: 'ok' };
  }

  /**
   * Whether this process can take calls: 503 while it starts, drains or is stuck. A database or Redis
   * that is away is away for all replicas, and calls that need neither go on.
   */
  @Get('ready')
  @Header('cache-control', 'no-store')
  ready(): Promise<HealthCheckResult> {
    return this.checks.run([
      () => this.started(),
      () => this.draining.check(),
      () => this.eventLoop.check(),
    ]);
  }

  /** Outside production the api listens while its database is still opened, for the first time. */
  private started(): HealthIndicatorResult<'started'> {
    return this.database.isOpen
      ? { started: { status: 'up' } }
      : { started: { status: 'down', message: 'The database is not open yet.' } };
  }
}
