import cluster from 'node:cluster';
import type { Config } from '@repo/config';
import {
  collectProcessMetrics,
  logUncaught,
  orExit,
  processLogger,
  stopOnSignals,
} from '@repo/telemetry';
import type { Imports } from './foundation';
import { collectLessOften } from './process/collect-less-often';
import { freeStdout } from './process/free-stdout';
import { serveStdio } from './stdio-api';

// Each way to run loads what it provides, and no more: a class with tools that is loaded without a
// module that provides it stops the start.

export interface StartOptions {
  readonly config: Config;
  /** The modules with the tools, resources and prompts to serve. */
  readonly features: Imports;
}

/**
 * Runs the HTTP api until a signal ends it. Its address is logged as `listening on http://…`. With
 * more than one of `WORKERS` this process starts itself again as each of them.
 */
export async function startHttp(options: StartOptions): Promise<void> {
  collectLessOften();
  if (options.config.telemetry.metrics) collectProcessMetrics();
  if (cluster.isWorker) return (await import('./cluster/start-worker.js')).startWorker(options);
  return options.config.server.workers > 1
    ? (await import('./cluster/start-primary.js')).startPrimary(options)
    : (await import('./cluster/start-single.js')).startSingle(options);
}

/**
 * Runs this process as the server of the one client at its stdin and stdout, until stdin ends.
 *
 * @param server the name of the one to serve; undefined for the main one
 */
export async function startStdio(
  { config, features }: StartOptions,
  server?: string,
): Promise<never> {
  const logger = processLogger('api', config, process.stderr);
  logUncaught(logger);
  freeStdout();
  const { stdin, stdout } = process;
  const served = serveStdio({ config, features, logger }, stdin, stdout, server);
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
  const logger = processLogger('api', config, process.stdout);
  const { migrateDatabase } = await import('@repo/database');
  const { databaseFeatures } = await import('./database-features.js');
  const done = await orExit(logger, migrateDatabase(config, databaseFeatures));
  logger.info({ migrations: done }, done.length === 0 ? 'the schema is up to date' : 'migrated');
  process.exit(0);
}

/** Makes, lists and changes the machines that may call, and ends. @param line of the command */
export async function runClients(
  { config }: StartOptions,
  line: readonly string[],
): Promise<never> {
  const logger = processLogger('api', config, process.stderr);
  const { clientsCommand } = await import('./commands/clients/clients-command.js');
  const terminal = { line, out: console.log, err: console.error };
  process.exit(await orExit(logger, clientsCommand(config, logger, terminal)));
}
