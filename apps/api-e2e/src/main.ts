import 'reflect-metadata';
import { join } from 'node:path';
import { loadConfigOrExit } from '@repo/config';
import { SkillsModule } from '@repo/mcp-core/skills';
// eslint-disable-next-line @nx/enforce-module-boundaries -- the api is what these tests are of
import { startHttp, startStdio } from '@repo/api/bootstrap';
import { FixturesModule } from './fixtures/fixtures.module';
import { ProbeModule } from './probe/probe.module';

/** From `dist`, where the bundle is. */
const skills = join(__dirname, '../src/fixtures/skills');

/** The api as its own `main.ts` starts it, with the fixtures as its features. */
const options = {
  config: loadConfigOrExit(),
  features: [FixturesModule, ProbeModule, SkillsModule.forRoot([{ folder: skills }])],
};

void (process.argv.includes('--stdio') ? startStdio(options) : startHttp(options));
