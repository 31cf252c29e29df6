import type { DatabaseConfig, ServerConfig } from '@repo/config';
import { locateDatabase } from './connection/locate-database';

/**
 * Keeps the embedded PostgreSQL running for others, such as worker processes that come and go. Does
 * nothing where `DATABASE_URL` names a server.
 *
 * @param onLost told when it cannot be held any longer
 * @returns lets go of it
 * @throws {DatabaseError} what is wrong, in one line, with the exit code for it
 */
export async function holdDatabase(
  config: DatabaseConfig,
  server: ServerConfig,
  onLost: (error: unknown) => void,
): Promise<() => Promise<void>> {
  const located = await locateDatabase(config, server, onLost);
  return () => located.release();
}
