import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { openDataSource } from '../connection/open-data-source';
import type { DatabaseFeature } from '../database-feature';
import { migrate } from '../migrations/migrate';

export interface TestDatabaseOptions {
  /** What the database has; nothing unless said. */
  readonly features?: readonly DatabaseFeature[];
  /** Connections at most, 5 unless said. */
  readonly poolSize?: number;
  /** `false` leaves the database empty. */
  readonly migrated?: boolean;
  /** A server to use instead of that of all tests. */
  readonly serverUrl?: string;
}

/** A database that nobody else uses. */
export interface TestDatabase {
  /** With its password: for `DATABASE_URL`. */
  readonly url: string;
  readonly dataSource: DataSource;
  /** Empties its tables, whose numbers begin anew: for tests of one file that share it. */
  clear(): Promise<void>;
  /** Closes the data source and removes the database, with whoever else is connected to it. */
  drop(): Promise<void>;
}

/**
 * A fresh, migrated database for a suite, on the server that all suites share (`database: true` in
 * the project's jest.config.cjs).
 *
 * @example
 * let database: TestDatabase;
 * beforeAll(async () => {
 *   database = await withTestDatabase({ features: [auditSchema] });
 * });
 * afterAll(() => database.drop());
 */
export async function withTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const server = new URL(options.serverUrl ?? testServerUrl());
  const name = `mcp_test_${randomBytes(8).toString('hex')}`;
  await query(server.href, `create database ${name}`);
  const drop = () => query(server.href, `drop database if exists ${name} with (force)`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  try {
    const dataSource = await open(url.href, options);
    return {
      url: url.href,
      dataSource,
      clear: () => clear(dataSource),
      drop: async () => {
        if (dataSource.isInitialized) await dataSource.destroy();
        await drop();
      },
    };
  } catch (error) {
    await drop();
    throw error;
  }
}

async function open(url: string, options: TestDatabaseOptions): Promise<DataSource> {
  const { features = [], poolSize = 5, migrated = true } = options;
  const settings = { url, poolSize, statementTimeoutMs: 30_000 };
  const dataSource = await openDataSource(settings, features);
  if (!migrated) return dataSource;
  try {
    await migrate(dataSource);
    return dataSource;
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
}

async function clear(dataSource: DataSource): Promise<void> {
  const [{ tables } = { tables: null }] = await dataSource.query<{ tables: string | null }[]>(
    `select string_agg(format('%I', tablename), ', ') as tables from pg_tables
      where schemaname = 'public' and tablename <> 'migrations'`,
  );
  if (tables !== null) await dataSource.query(`truncate ${tables} restart identity cascade`);
}

function testServerUrl(): string {
  const url = process.env['TEST_DATABASE_URL'];
  if (url) return url;
  throw new Error(
    "No server to make it on: say `database: true` in the project's jest.config.cjs.",
  );
}

async function query(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
