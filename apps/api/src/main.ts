import 'reflect-metadata';
import { loadConfigOrExit } from '@acme/config';
import { McpFeaturesModule } from '@acme/mcp-features';
import { runMigrations, startHttp, startStdio } from './bootstrap';
import { version } from './version';

const options = { config: loadConfigOrExit(), features: [McpFeaturesModule.forRoot({ version })] };

const { argv } = process;
if (argv.includes('--migrate')) void runMigrations(options);
else if (argv.includes('--stdio')) void startStdio(options);
else void startHttp(options);
