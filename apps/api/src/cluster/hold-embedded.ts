import type { Config } from '@acme/config';
import { holdDatabase } from '@acme/database';
import type { RootLogger } from '@acme/telemetry';

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
