import type { Imports, ServerOptions } from '../server-options';

/** A server of nobody, with these features and the tables of the platform. */
export function testServerOptions(features: Imports): ServerOptions {
  return {
    app: 'test-server',
    name: 'test-mcp-server',
    title: 'The server of a test',
    version: '1.2.3',
    features,
    database: () => import('../database-features.ts'),
  };
}
