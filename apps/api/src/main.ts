import 'reflect-metadata';
import { loadConfigOrExit } from '@acme/config';
import { McpFeaturesModule } from '@acme/mcp-features';
import { startHttp, startStdio } from './bootstrap';
import { version } from './version';

const options = { config: loadConfigOrExit(), features: [McpFeaturesModule.forRoot({ version })] };

void (process.argv.includes('--stdio') ? startStdio(options) : startHttp(options));
