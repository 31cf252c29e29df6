import 'reflect-metadata';
import { loadConfigOrExit } from '@repo/config';
import { McpFeaturesModule } from '@repo/mcp-features';
// eslint-disable-next-line @nx/enforce-module-boundaries -- the api is what these tests are of
import { startHttp, startStdio } from '@repo/api/bootstrap';
import { version } from '../package.json';
import { FixturesModule } from './fixtures/fixtures.module';

/** The api as its own `main.ts` starts it, with the fixtures beside its features. */
const options = {
  config: loadConfigOrExit(),
  features: [McpFeaturesModule.forRoot({ version }), FixturesModule],
};

void (process.argv.includes('--stdio') ? startStdio(options) : startHttp(options));
