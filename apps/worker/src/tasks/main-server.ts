import { identity } from '@repo/config';
import { McpFeaturesModule } from '@repo/mcp-features';
import type { ServedFeatures } from '@repo/mcp-server/tasks';
import { version } from '../version';

/** The server whose tasks this worker runs: what `apps/api` serves. */
export const mainServer: ServedFeatures = {
  app: 'api',
  name: identity.serviceName,
  title: identity.title,
  version,
  features: [McpFeaturesModule.forRoot({ version })],
};
