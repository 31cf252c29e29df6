import { ClientAdministrationModule, ClientError } from '@repo/auth/clients';
import { ConfigModule, type Config } from '@repo/config';
import { DatabaseModule, type DatabaseFeature } from '@repo/database';
import { AppLogger, LoggingModule, type RootLogger } from '@repo/telemetry';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClientCommands } from './client-commands';
import { parseCommand } from './parse-command';
import { show } from './show';
import { USAGE, UsageError } from './usage.error';

/** BSD's sysexits(3). */
const EX_USAGE = 64;

@Module({})
class ClientsCommandModule {}

/** Where the clients are kept. */
export interface AdministeredDatabase {
  readonly config: Config;
  readonly logger: RootLogger;
  /** All that it holds. */
  readonly databaseFeatures: readonly DatabaseFeature[];
}

/** A process with a command line. */
export interface Terminal {
  /** What stands behind `clients`. */
  readonly line: readonly string[];
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/**
 * Carries out a command on the configured database.
 *
 * @returns the exit code
 * @throws {DatabaseError} the database cannot be used
 */
export async function clientsCommand(
  administered: AdministeredDatabase,
  { line, out, err }: Terminal,
): Promise<number> {
  try {
    const command = parseCommand(line);
    const result = await withCommands(administered, (commands) => commands.run(command));
    out(command.isJson ? JSON.stringify(result, null, 2) : show(result));
    if ('secret' in result || 'key' in result) err('Keep it now: it is not shown again.');
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      err(`${error.message}\n\n${USAGE}`);
      return EX_USAGE;
    }
    if (!(error instanceof ClientError)) throw error;
    err(error.message);
    return 1;
  }
}

async function withCommands<T>(
  { config, logger, databaseFeatures }: AdministeredDatabase,
  work: (commands: ClientCommands) => Promise<T>,
): Promise<T> {
  const module = {
    module: ClientsCommandModule,
    imports: [
      ConfigModule.forRoot(config),
      LoggingModule.forRoot(logger),
      DatabaseModule.forRoot({ features: databaseFeatures }),
      ClientAdministrationModule,
    ],
    providers: [ClientCommands],
  };
  const app = await NestFactory.createApplicationContext(module, {
    logger: AppLogger.on(logger),
    abortOnError: false,
  });
  try {
    return await work(app.get(ClientCommands));
  } finally {
    await app.close();
  }
}
