import type { Config } from '@repo/config';
import { holdDatabase } from '@repo/database';
import type { RootLogger } from '@repo/telemetry';

/**
 * Keeps the embedded PostgreSQL running while workers come and go.
 *
 * @returns lets go of it
 */
export function holdEmbedded(
  { database, server }: Config,
  logger: RootLogger,
): Promise<() => Promise<void>> {
  return holdDatabase(database, server, (error) =>
    logger.error({ err: error }, 'the embedded database was lost'),
  );
}
