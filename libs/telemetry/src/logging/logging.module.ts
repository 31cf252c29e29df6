import { Global, Module, type DynamicModule } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import type { RootLogger } from './create-logger';
import { LogLevelSwitch } from './log-level-switch';
import { RequestLog } from './request-log';
import { RequestFrameScope } from '../request/request-frame.scope';
import { ROOT_LOGGER } from './root-logger.token';

/** Lets providers inject nestjs-pino's `PinoLogger` or the `RootLogger`, and logs MCP requests. */
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
      providers: [
        { provide: ROOT_LOGGER, useValue: logger },
        { provide: LogLevelSwitch, useValue: LogLevelSwitch.of(logger) },
        RequestLog,
        RequestFrameScope,
      ],
      exports: [ROOT_LOGGER, LogLevelSwitch],
    };
  }
}
