import { Logger } from '@nestjs/common';
import type { Cluster, Redis } from 'ioredis';

/**
 * Logs once when the connection goes away and once when it is back, with the address and without
 * the password. It also is the listener without which an `error` event would end the process. Of an
 * error only the message is logged: ioredis puts the command beside it, and AUTH's is the password.
 */
export function logOutages(connection: Redis | Cluster, address: string): void {
  const logger = new Logger('Redis');
  let isAway = false;
  const away = (reason: string) => {
    if (isAway) return;
    isAway = true;
    logger.warn(
      `Redis at ${address} is unreachable (${reason}). What needs it goes on without it.`,
    );
  };
  connection.on('error', (error: Error) => away(reasonOf(error)));
  connection.on('reconnecting', () => away('the connection was closed'));
  connection.on('ready', () => {
    if (isAway) logger.log(`Redis at ${address} is back.`);
    isAway = false;
  });
}

/** An `AggregateError` of several addresses has no message of its own. */
function reasonOf(error: Error & { code?: string; lastNodeError?: Error }): string {
  const cause = error.lastNodeError ?? error;
  return cause.message || (error.code ?? error.name);
}
