import 'reflect-metadata';
import { join } from 'node:path';
import { identity } from '@repo/config';
import { SkillsModule } from '@repo/mcp-core/skills';
import { runServer } from '@repo/mcp-server';
import { version } from '../package.json';
import { FixturesModule } from './fixtures/fixtures.module';
import { ShelfModule } from './fixtures/shelf.module';
import { ProbeModule } from './probe/probe.module';

/** From `dist`, where the bundle is. */
const skills = join(__dirname, '../src/fixtures/skills');

/** A server as any app runs it, with the fixtures as its features. */
void runServer({
  app: 'api-e2e',
  name: identity.serviceName,
  title: identity.title,
  version,
  features: [FixturesModule, ShelfModule, ProbeModule, SkillsModule.forRoot([{ folder: skills }])],
  database: () => import('@repo/mcp-server/database'),
});
