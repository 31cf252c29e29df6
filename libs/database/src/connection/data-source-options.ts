import { identity } from '@repo/config';
import type { DataSourceOptions } from 'typeorm';
import type { DatabaseFeature } from '../database-feature';
import { SilentLogger } from './silent-logger';

/** Milliseconds to reach the server, and to wait for a free connection of the pool. */
const CONNECT_TIMEOUT_MS = 5_000;

export interface ConnectionSettings {
  readonly url: string;
  /** Connections at most. */
  readonly poolSize: number;
  /** Milliseconds; 0 is no limit. */
  readonly statementTimeoutMs: number;
}

/** How this project uses TypeORM. */
export function dataSourceOptions(
  { url, poolSize, statementTimeoutMs }: ConnectionSettings,
  features: readonly DatabaseFeature[],
): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    poolSize,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    applicationName: identity.serviceName,
    entities: features.flatMap(({ entities }) => entities),
    migrations: features.flatMap(({ migrations }) => migrations),
    migrationsTransactionMode: 'each',
    // Extensions are a matter of the server's owner; the one for uuid is no extension any more.
    installExtensions: false,
    uuidExtension: 'pgcrypto',
    logger: new SilentLogger(),
    extra: {
      statement_timeout: statementTimeoutMs,
      // So that a peer that vanished silently is noticed.
      keepAlive: true,
    },
  };
}
