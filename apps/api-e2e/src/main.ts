import 'reflect-metadata';
import { join } from 'node:path';
import { loadConfigOrExit } from '@repo/config';
import { SkillsModule } from '@repo/mcp-core/skills';
import { McpFeaturesModule } from '@repo/mcp-features';
// eslint-disable-next-line @nx/enforce-module-boundaries -- the api is what these tests are of
import { startHttp, startStdio } from '@repo/api/bootstrap';
import { version } from '../package.json';
import { FixturesModule } from './fixtures/fixtures.module';
import { ProbeModule } from './probe/probe.module';

/** From `dist`, where the bundle is. */
const skills = join(__dirname, '../src/fixtures/skills');

/** The api as its own `main.ts` starts it, with the fixtures beside its features. */
const options = {
  config: loadConfigOrExit(),
  features: [
    McpFeaturesModule.forRoot({ version }),
    FixturesModule,
    ProbeModule,
    SkillsModule.forRoot([{ folder: skills }]),
  ],
};

void (process.argv.includes('--stdio') ? startStdio(options) : startHttp(options));
