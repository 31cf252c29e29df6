import { Injectable } from '@nestjs/common';
import { Logger } from 'nestjs-pino';

/** Nest's own classes that tell each module, route and middleware at start. */
const CHATTY = new Set(['NestFactory', 'NestApplication', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer']);

/** Nest's `Logger` on pino, with the framework's account of its start moved to `debug`. */
@Injectable()
export class AppLogger extends Logger {
  override log(message: unknown, ...rest: unknown[]): void {
    if (CHATTY.has(rest.at(-1) as string)) this.debug(message, ...rest);
    else super.log(message, ...rest);
  }
}
