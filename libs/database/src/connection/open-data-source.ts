import { maskUrl } from '@repo/config';
import { DataSource } from 'typeorm';
import type { DatabaseFeature } from '../database-feature';
import { DatabaseError } from '../database.error';
import { connectionFault } from './connection-fault';
import { dataSourceOptions, type ConnectionSettings } from './data-source-options';

const OLDEST_SERVER = 150_000;

/**
 * Connects to a database.
 *
 * @throws {DatabaseError} when it cannot be reached, refuses, or is older than PostgreSQL 15
 */
export async function openDataSource(
  settings: ConnectionSettings,
  features: readonly DatabaseFeature[],
): Promise<DataSource> {
  const dataSource = new DataSource(dataSourceOptions(settings, features));
  await initialize(dataSource, settings.url);
  return dataSource;
}

/**
 * Connects a data source.
 *
 * @param url as in its options
 * @throws {DatabaseError} as `openDataSource` does
 */
export async function initialize(dataSource: DataSource, url: string): Promise<void> {
  try {
    await dataSource.initialize();
    await checkVersion(dataSource, url);
  } catch (error) {
    if (dataSource.isInitialized) await dataSource.destroy();
    throw connectionFault(error, url);
  }
}

async function checkVersion(dataSource: DataSource, url: string): Promise<void> {
  const [row] = await dataSource.query<{ number: number; name: string }[]>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as name`,
  );
  if (row === undefined || row.number >= OLDEST_SERVER) return;
  throw new DatabaseError(
    'DATABASE_TOO_OLD',
    `The database ${maskUrl(url)} is PostgreSQL ${row.name}; 15 or newer is needed.`,
  );
}
