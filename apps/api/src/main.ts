import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { loadConfigOrExit } from '@repo/config';
import { McpFeaturesModule, sections } from '@repo/mcp-features';
import { runClients, runMigrations, startHttp, startStdio } from './bootstrap';
import { sharedSecret } from './cluster/shared-secret';
import { developmentSecret } from './development-secret';
import { version } from './version';

const options = {
  config: loadConfigOrExit({
    sections,
    generateSecret: (environment) =>
      environment === 'development' ? developmentSecret(sharedSecret) : sharedSecret,
  }),
  features: [McpFeaturesModule.forRoot({ version })],
};

const { argv } = process;
if (argv[2] === 'clients') void runClients(options, argv.slice(3));
else if (argv.includes('--migrate')) void runMigrations(options);
else if (argv.includes('--stdio')) void startStdio(options, namedServer());
else void startHttp(options);

/** What `--server` names. Without a name behind it, it is refused like one that does not exist. */
function namedServer(): string | undefined {
  const options = { server: { type: 'string' } } as const;
  const { server } = parseArgs({ args: argv.slice(2), options, strict: false }).values;
  return typeof server === 'boolean' ? '' : server;
}
