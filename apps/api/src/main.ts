import 'reflect-metadata';
import { loadConfigOrExit } from '@repo/config';
import { McpFeaturesModule } from '@repo/mcp-features';
import { runClients, runMigrations, startHttp, startStdio } from './bootstrap';
import { sharedSecret } from './cluster/shared-secret';
import { version } from './version';

const options = {
  config: loadConfigOrExit({ generateSecret: () => sharedSecret }),
  features: [McpFeaturesModule.forRoot({ version })],
};

const { argv } = process;
if (argv[2] === 'clients') void runClients(options, argv.slice(3));
else if (argv.includes('--migrate')) void runMigrations(options);
else if (argv.includes('--stdio')) void startStdio(options);
else void startHttp(options);
