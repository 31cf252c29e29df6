import { randomUUID } from 'node:crypto';
import type { RootLogger } from '../logging/create-logger';

/**
 * Logs what nobody caught. After an exception nothing is known of the state of the process, so it
 * ends; a promise that was rejected unseen left its caller without an answer, not the others.
 */
export function logUncaught(logger: RootLogger): void {
  process.on('uncaughtException', (error) => {
    logger.fatal({ err: error, reference: randomUUID() }, 'uncaught exception');
    process.exit(1);
  });
  process.on('unhandledRejection', (reason) => {
    logger.fatal({ err: reason, reference: randomUUID() }, 'unhandled rejection');
  });
}
