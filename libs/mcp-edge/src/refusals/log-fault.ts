import { randomUUID } from 'node:crypto';
import { stackOf } from '@repo/foundation';
import type { Logger } from '@nestjs/common';

/**
 * Logs a fault of ours, of which its client is told the reference alone.
 *
 * @param what failed: `An MCP request`, for example
 * @returns the reference, which finds the log line
 */
export function logFault(logger: Logger, what: string, thrown: unknown): string {
  const reference = randomUUID();
  logger.error(`${what} failed, reference ${reference}`, stackOf(thrown));
  return reference;
}
