import { Logger as NestLogger } from '@nestjs/common';
import type { Logger } from 'typeorm';

/**
 * What TypeORM has to say: nothing but its warnings, such as of a connection that was lost while it
 * was idle. Failed statements reach their callers as errors; statements have parameters that no log
 * should have.
 */
export class SilentLogger implements Logger {
  private readonly logger = new NestLogger('Database');

  log(level: 'log' | 'info' | 'warn', message: unknown): void {
    if (level === 'warn') this.logger.warn(String(message));
  }

  logQuery(): void {}
  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
}
