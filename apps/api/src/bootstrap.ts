import type { Config } from '@acme/config';
import { DatabaseError, migrateDatabase } from '@acme/database';
import { McpHost } from '@acme/mcp-core';
import type { RootLogger } from '@acme/telemetry';
import type { Imports } from './app.module';
import { databaseFeatures } from './database-features';
import { HttpApi } from './http-api';
import { freeStdout } from './process/free-stdout';
import { logUncaught } from './process/log-uncaught';
import { processLogger } from './process/process-logger';
import { stopOnSignals } from './process/stop-on-signals';
import { startLine } from './start-line';
import { stateSecretWarnings } from './state-secret';
import { serveStdio } from './stdio-api';

export interface StartOptions {
  readonly config: Config;
  /** The modules with the tools, resources and prompts to serve. */
  readonly features: Imports;
}

/**
 * Runs this process as the HTTP api until a signal ends it. Its address is logged as
 * `listening on http://…`, and returned.
 */
export async function startHttp({ config, features }: StartOptions): Promise<HttpApi> {
  const logger = processLogger(config, process.stdout);
  logUncaught(logger);
  const api = await orExit(logger, HttpApi.start({ config, features, logger }));
  stopOnSignals({
    stop: (hurry) => api.stop(hurry),
    graceMs: config.server.shutdownGraceMs,
    logger,
  });

  for (const warning of [...config.warnings, ...stateSecretWarnings(config.auth)]) {
    logger.warn(warning);
  }
  logger.info({ url: api.url }, startLine(api.url, api.get(McpHost).catalog, config.mcp));
  return api;
}

/** Runs this process as the server of the one client at its stdin and stdout, until stdin ends. */
export async function startStdio({ config, features }: StartOptions): Promise<never> {
  const logger = processLogger(config, process.stderr);
  logUncaught(logger);
  freeStdout();
  const { stdin, stdout } = process;
  const served = serveStdio({ config, features, logger }, stdin, stdout);
  const stop = () => {
    stdin.destroy();
    return served;
  };
  stopOnSignals({ stop, graceMs: config.server.shutdownGraceMs, logger });
  await orExit(logger, served);
  process.exit(0);
}

/** Brings the schema of the database up to date and ends: the job before a deployment. */
export async function runMigrations({ config }: StartOptions): Promise<never> {
  const logger = processLogger(config, process.stdout);
  const done = await orExit(logger, migrateDatabase(config, databaseFeatures));
  logger.info({ migrations: done }, done.length === 0 ? 'the schema is up to date' : 'migrated');
  process.exit(0);
}

async function orExit<T>(logger: RootLogger, start: Promise<T>): Promise<T> {
  try {
    return await start;
  } catch (error) {
    // What a person can mend outside the code is said in one line.
    if (error instanceof DatabaseError) {
      logger.fatal(error.message);
      process.exit(error.exitCode);
    }
    logger.fatal({ err: error }, 'the start failed');
    process.exit(1);
  }
}
