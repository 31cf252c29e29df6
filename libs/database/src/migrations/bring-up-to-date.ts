import type { ServerConfig } from '@repo/config';
import type { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { DatabaseError } from '../database.error';
import { migrate, pendingMigrations } from './migrate';

/**
 * Sees to it that the schema is not older than the code: in production it refuses to go on, anywhere
 * else it migrates. A schema that is newer is left alone; it is that of a deployment under way.
 */
export async function bringUpToDate(
  dataSource: DataSource,
  { isProduction }: Pick<ServerConfig, 'isProduction'>,
  logger: Pick<Logger, 'log'>,
): Promise<void> {
  const pending = await pendingMigrations(dataSource);
  if (pending.length === 0) return;
  if (isProduction) throw schemaOld(pending);
  const done = await migrate(dataSource);
  if (done.length > 0) logger.log(`The schema was migrated: ${done.join(', ')}.`);
}

function schemaOld(pending: readonly string[]): DatabaseError {
  const lacks = pending.length === 1 ? 'one migration' : `${pending.length} migrations`;
  return new DatabaseError(
    'DATABASE_SCHEMA_OLD',
    `The schema of the database is older than this code: it lacks ${lacks} (${pending.join(', ')}). Run: npx nx run database:migration-run; in an image: node main.js --migrate.`,
  );
}
