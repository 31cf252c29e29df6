import { Global, Module, type DynamicModule } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { AppLogger } from './app-logger';
import type { RootLogger } from './create-logger';
import { RequestLog } from './request-log';
import { ROOT_LOGGER } from './root-logger.token';

/**
 * Puts Nest's `Logger` and nestjs-pino's `PinoLogger` on the process's logger.
 *
 * @example app.useLogger(app.get(AppLogger));
 */
@Global()
@Module({})
export class LoggingModule {
  static forRoot(logger: RootLogger): DynamicModule {
    return {
      module: LoggingModule,
      imports: [
        LoggerModule.forRoot({
          pinoHttp: { logger },
          // No middleware: on Fastify any middleware runs for every request, those to /mcp too.
          forRoutes: [],
        }),
      ],
      providers: [{ provide: ROOT_LOGGER, useValue: logger }, AppLogger, RequestLog],
      exports: [ROOT_LOGGER, AppLogger],
    };
  }
}
