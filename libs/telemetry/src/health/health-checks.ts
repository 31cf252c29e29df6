import { Injectable } from '@nestjs/common';
import { LazyModuleLoader } from '@nestjs/core';
import type {
  HealthCheckResult,
  HealthCheckService,
  HealthIndicatorFunction,
} from '@nestjs/terminus';

/** What a readiness probe asks. Terminus is loaded with the first: no start waits for it. */
@Injectable()
export class HealthChecks {
  private service?: Promise<HealthCheckService>;

  constructor(private readonly modules: LazyModuleLoader) {}

  /** @throws {ServiceUnavailableException} one of them is down; the answer tells of all */
  async run(checks: HealthIndicatorFunction[]): Promise<HealthCheckResult> {
    this.service ??= this.load();
    return (await this.service).check(checks);
  }

  private async load(): Promise<HealthCheckService> {
    const { HealthCheckService, TerminusModule } = await import('@nestjs/terminus');
    // Without a logger of its own: it would write an error, in colour, for every probe that fails.
    const terminus = () => TerminusModule.forRoot({ logger: false });
    const module = await this.modules.load(terminus, { logger: false });
    return module.get(HealthCheckService);
  }
}
