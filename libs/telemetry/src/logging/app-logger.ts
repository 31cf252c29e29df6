import { Logger, PinoLogger } from 'nestjs-pino';
import type { RootLogger } from './create-logger';

/** Nest's own classes that tell each module, route and middleware at start. */
const CHATTY = new Set([
  'NestFactory',
  'NestApplication',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
]);

/** What stops a start is thrown as well, and logged by whoever starts the application. */
const TOLD_TWICE = new Set(['ExceptionHandler', 'NestApplication']);

/**
 * Nest's `Logger` on pino, with the framework's account of its start moved to `debug`.
 *
 * @example NestFactory.create(AppModule, { logger: AppLogger.on(rootLogger) });
 */
export class AppLogger extends Logger {
  static on(logger: RootLogger): AppLogger {
    return new AppLogger(new RootedPinoLogger(logger), {});
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (CHATTY.has(rest.at(-1) as string)) this.debug(message, ...rest);
    else super.log(message, ...rest);
  }

  override error(message: unknown, ...rest: unknown[]): void {
    if (!TOLD_TWICE.has(rest.at(-1) as string)) super.error(message, ...rest);
  }
}

/** nestjs-pino writes to the first logger that the process ever made. */
class RootedPinoLogger extends PinoLogger {
  constructor(private readonly root: RootLogger) {
    super({ pinoHttp: { logger: root } });
  }

  override get logger(): RootLogger {
    return this.root;
  }
}
