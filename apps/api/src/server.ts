import { identity } from '@repo/config';
import { McpFeaturesModule, sections } from '@repo/mcp-features';
import type { ServerOptions } from '@repo/mcp-server';
import { version } from '../package.json';

/** The main server of the platform: what it is called, and what it serves. */
export const server: ServerOptions = {
  app: 'api',
  name: identity.serviceName,
  title: identity.title,
  version,
  features: [McpFeaturesModule.forRoot({ version })],
  sections,
  database: () => import('./database-features.ts'),
};
