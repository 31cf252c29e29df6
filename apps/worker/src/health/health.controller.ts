import { DrainingIndicator, EventLoopIndicator, HealthChecks } from '@repo/telemetry';
import { Controller, Get, Header } from '@nestjs/common';
import type { HealthCheckResult } from '@nestjs/terminus';
import { version } from '../version';
import { WorkerReadiness } from './worker-readiness';

/** What orchestrators ask of a worker. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly checks: HealthChecks,
    private readonly draining: DrainingIndicator,
    private readonly eventLoop: EventLoopIndicator,
    private readonly readiness: WorkerReadiness,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  health() {
    return { status: 'ok', version, timestamp: new Date().toISOString() };
  }

  @Get('live')
  @Header('cache-control', 'no-store')
  live() {
    return { status: 'ok' };
  }

  /** Whether it can work: 503 while it drains, is stuck, or lacks database, queue or rules. */
  @Get('ready')
  @Header('cache-control', 'no-store')
  ready(): Promise<HealthCheckResult> {
    return this.checks.run([
      () => this.draining.check(),
      () => this.eventLoop.check(),
      () => this.readiness.database(),
      () => this.readiness.queue(),
      () => this.readiness.rules(),
    ]);
  }
}
