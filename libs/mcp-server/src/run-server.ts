import { parseArgs } from 'node:util';
import { loadConfigOrExit } from '@repo/config';
import {
  runCatalog,
  runClients,
  runConnect,
  runDoctorAuth,
  runMigrations,
  startHttp,
  startStdio,
} from './bootstrap';
import { sharedSecret } from './cluster/shared-secret';
import { developmentSecret } from './development-secret';
import type { ServerOptions } from './server-options';

/**
 * Runs this process as the server, as its command line says: `main.ts` of an app does nothing else.
 *
 * - without arguments it serves HTTP;
 * - `--stdio` serves one client on stdin and stdout, `--server <name>` the one of that name;
 * - `--migrate` brings the database up to date and ends;
 * - `clients …` administers the machines that may call, and ends;
 * - `connect …` tells how clients connect, and ends;
 * - `doctor-auth` examines the identity providers, and ends;
 * - `catalog` prints what it promises its clients, as JSON, and ends.
 *
 * A fault of the environment ends the process with 78 before anything has started.
 */
export async function runServer(server: ServerOptions): Promise<void> {
  const { sections, port } = server;
  const config = loadConfigOrExit({
    sections,
    defaults: port === undefined ? {} : { PORT: String(port) },
    generateSecret: (environment) =>
      environment === 'development' ? developmentSecret(sharedSecret) : sharedSecret,
  });
  const options = { server, config };
  const { argv } = process;
  const line = argv.slice(3);
  if (argv[2] === 'clients') return runClients(options, line);
  if (argv[2] === 'connect') return runConnect(options, line);
  if (argv[2] === 'doctor-auth') return runDoctorAuth(options);
  if (argv[2] === 'catalog') return runCatalog(options);
  if (argv.includes('--migrate')) return runMigrations(options);
  if (argv.includes('--stdio')) return startStdio(options, namedServer(argv.slice(2)));
  return startHttp(options);
}

/** What `--server` names. Without a name behind it, it is refused like one that does not exist. */
function namedServer(args: string[]): string | undefined {
  const options = { server: { type: 'string' } } as const;
  const { server } = parseArgs({ args, options, strict: false }).values;
  return typeof server === 'boolean' ? '' : server;
}
