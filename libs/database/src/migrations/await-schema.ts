import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from '@repo/config';
import type { DatabaseFeature } from '../database-feature';
import { DatabaseError } from '../database.error';
import { bringUpToDate } from './bring-up-to-date';
import { withDatabase } from './migrate-database';

/** Milliseconds between two looks; they double from one to the next. */
const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 10_000;

export interface SchemaWait {
  /** Milliseconds. */
  readonly timeoutMs: number;
  /** Told once, before the first pause, what the schema lacks. */
  readonly onOlder: (fault: DatabaseError) => void | Promise<void>;
}

/**
 * Waits, in production, until the schema is not older than the code: somebody else migrates it. A
 * database that goes away meanwhile is waited for as well. Anywhere else whoever opens the database
 * migrates it, and there is nothing to wait for.
 *
 * @throws {DatabaseError} `DATABASE_SCHEMA_OLD` when it still is after the time; any other at once
 */
export async function awaitSchema(
  config: Pick<Config, 'database' | 'server'>,
  features: readonly DatabaseFeature[],
  { timeoutMs, onOlder }: SchemaWait,
): Promise<void> {
  if (!config.server.isProduction) return;
  const end = performance.now() + timeoutMs;
  let older: DatabaseError | undefined;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)) {
    const fault = await schemaFault(config, features);
    if (fault === undefined) return;
    const isFirst = older === undefined;
    if (fault.code === 'DATABASE_SCHEMA_OLD') older = fault;
    if (older === undefined) throw fault;
    if (isFirst) await onOlder(older);
    const leftMs = end - performance.now();
    if (leftMs <= 0) throw older;
    await pause(Math.min(pauseMs, leftMs));
  }
}

async function schemaFault(
  config: Pick<Config, 'database' | 'server'>,
  features: readonly DatabaseFeature[],
): Promise<DatabaseError | undefined> {
  try {
    await withDatabase(config, features, (dataSource) =>
      bringUpToDate(dataSource, config.server, { log: () => undefined }),
    );
    return undefined;
  } catch (error) {
    if (error instanceof DatabaseError) return error;
    throw error;
  }
}
