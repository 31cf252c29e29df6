import { DrainingIndicator, EventLoopIndicator, HealthChecks, HealthReport } from '@repo/telemetry';
import { Controller, Get, Header } from '@nestjs/common';
import type { HealthCheckResult, HealthIndicatorResult } from '@nestjs/terminus';
import { RulesWatch } from '../scaling/rules-watch';
import { version } from '../version';

/** What orchestrators ask of a worker. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly checks: HealthChecks,
    private readonly draining: DrainingIndicator,
    private readonly eventLoop: EventLoopIndicator,
    private readonly report: HealthReport,
    private readonly rulesWatch: RulesWatch,
  ) {}

  /** The state of database, queue and event loop, for people: always 200. */
  @Get()
  @Header('cache-control', 'no-store')
  async health() {
    const { status, details } = await this.report.state();
    return { status, version, timestamp: new Date().toISOString(), details };
  }

  @Get('live')
  @Header('cache-control', 'no-store')
  live() {
    return { status: 'ok' };
  }

  /**
   * Whether this process can work: 503 while it drains, is stuck, or never had rules without a fault.
   * A database or queue that is away is away for all, and work goes on when it is back.
   */
  @Get('ready')
  @Header('cache-control', 'no-store')
  ready(): Promise<HealthCheckResult> {
    return this.checks.run([
      () => this.draining.check(),
      () => this.eventLoop.check(),
      () => this.rules(),
    ]);
  }

  /** Up with rules in force, though the file may have got a fault since. */
  private rules(): HealthIndicatorResult<'rules'> {
    const { rules, faults } = this.rulesWatch.file;
    const status = rules === undefined ? 'down' : 'up';
    return { rules: { status, faults: faults.length } };
  }
}
