import cluster from 'node:cluster';
import {
  collectProcessMetrics,
  logUncaught,
  orExit,
  processLogger,
  startTracing,
  stopOnSignals,
} from '@repo/telemetry';
import { collectLessOften } from './process/collect-less-often';
import { freeStdout } from './process/free-stdout';
import type { StartOptions } from './start-options';
import { serveStdio } from './stdio-api';

// Each way to run loads what it provides, and no more: a class with tools that is loaded without a
// module that provides it stops the start.

/**
 * Serves HTTP until a signal ends it. Its address is logged as `listening on http://…`. With more
 * than one of `WORKERS` this process starts itself again as each of them.
 */
export async function startHttp(options: StartOptions): Promise<void> {
  collectLessOften();
  if (options.config.telemetry.metrics) collectProcessMetrics();
  if (cluster.isWorker) return (await import('./cluster/start-worker.ts')).startWorker(options);
  return options.config.server.workers > 1
    ? (await import('./cluster/start-primary.ts')).startPrimary(options)
    : (await import('./cluster/start-single.ts')).startSingle(options);
}

/**
 * Runs this process as the server of the one client at its stdin and stdout, until stdin ends.
 *
 * @param named the name of the one to serve; undefined for the main one
 */
export async function startStdio({ server, config }: StartOptions, named?: string): Promise<never> {
  const logger = processLogger(server.app, config, process.stderr);
  logUncaught(logger);
  freeStdout();
  const { stdin, stdout } = process;
  await startTracing({ name: server.app, version: server.version }, config, logger);
  const served = serveStdio({ server, config, logger }, stdin, stdout, named);
  const stop = () => {
    stdin.destroy();
    return served;
  };
  stopOnSignals({ stop, graceMs: config.server.shutdownGraceMs, logger });
  await orExit(logger, served);
  process.exit(0);
}

/** Brings the schema of the database up to date and ends: the job before a deployment. */
export async function runMigrations({ server, config }: StartOptions): Promise<never> {
  const logger = processLogger(server.app, config, process.stdout);
  const { migrateDatabase } = await import('@repo/database');
  const { databaseFeatures } = await server.database();
  const done = await orExit(logger, migrateDatabase(config, databaseFeatures));
  logger.info({ migrations: done }, done.length === 0 ? 'the schema is up to date' : 'migrated');
  process.exit(0);
}

/** Makes, lists and changes the machines that may call, and ends. @param line of the command */
export async function runClients(
  { server, config }: StartOptions,
  line: readonly string[],
): Promise<never> {
  const logger = processLogger(server.app, config, process.stderr);
  const { clientsCommand } = await import('./commands/clients/clients-command.ts');
  const { databaseFeatures } = await server.database();
  const terminal = { line, out: console.log, err: console.error };
  const command = clientsCommand({ config, logger, databaseFeatures }, terminal);
  process.exit(await orExit(logger, command));
}

/** Tells how clients connect to this server, and ends. @param line of the command */
export async function runConnect(
  { server, config }: StartOptions,
  line: readonly string[],
): Promise<never> {
  const { connect } = await import('./commands/connect/connect.ts');
  process.exit(connect(server, config, line));
}

/** Prints what the server promises its clients, and ends. */
export async function runCatalog({ server, config }: StartOptions): Promise<never> {
  const logger = processLogger(server.app, config, process.stderr);
  const { catalogJson } = await import('./commands/catalog/print-catalog.ts');
  const json = await orExit(logger, catalogJson({ server, config, logger }));
  // Whole, also into a pipe.
  process.stdout.write(`${json}\n`, () => process.exit(0));
  return new Promise(() => undefined);
}

/** Examines the identity providers from the outside, and ends. */
export async function runDoctorAuth({ config }: StartOptions): Promise<never> {
  const { doctorAuth } = await import('./commands/doctor-auth/doctor-auth.ts');
  process.exit(await doctorAuth(config, { out: console.log, err: console.error }));
}
