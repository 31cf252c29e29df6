import type { Config } from '@repo/config';
import type { DataSource } from 'typeorm';
import { locateDatabase } from '../connection/locate-database';
import { openDataSource } from '../connection/open-data-source';
import type { DatabaseFeature } from '../database-feature';
import { migrate, revertLast } from './migrate';

/**
 * Brings the schema of the configured database up to date, for a job before a deployment.
 *
 * @returns the names of the migrations that were run
 * @throws {DatabaseError} when the database cannot be used
 */
export function migrateDatabase(
  config: Config,
  features: readonly DatabaseFeature[],
): Promise<readonly string[]> {
  return withDatabase(config, features, migrate);
}

/** Takes back the last migration of the configured database, and returns its name. */
export function revertDatabase(
  config: Config,
  features: readonly DatabaseFeature[],
): Promise<string | undefined> {
  return withDatabase(config, features, revertLast);
}

/** Works on the configured database over a data source of its own. @throws {DatabaseError} */
export async function withDatabase<T>(
  { database, server }: Pick<Config, 'database' | 'server'>,
  features: readonly DatabaseFeature[],
  work: (dataSource: DataSource) => Promise<T>,
): Promise<T> {
  const located = await locateDatabase(database, server, () => undefined);
  const settings = { url: located.url, poolSize: 2, statementTimeoutMs: 0 };
  try {
    const dataSource = await openDataSource(settings, features);
    try {
      return await work(dataSource);
    } finally {
      await dataSource.destroy();
    }
  } finally {
    await located.release();
  }
}
