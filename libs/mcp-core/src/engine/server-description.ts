import type { Implementation, ServerCapabilities } from '@modelcontextprotocol/server';
import type { Catalog } from '../catalog/catalog';
import type { Era } from '../protocol/revision';

/** How the host describes itself to clients. */
export interface ServerDescription {
  readonly serverInfo: Implementation;
  /** For the model: how to use this server. */
  readonly instructions?: string;
}

/** What the host can do. Advertised is what the catalog holds, and only that is served. */
export function capabilitiesOf(catalog: Catalog, era: Era): ServerCapabilities {
  const capabilities: ServerCapabilities = { logging: {} };
  if (catalog.tools.size > 0) capabilities.tools = { listChanged: true };
  if (catalog.hasResources) capabilities.resources = { listChanged: true, subscribe: true };
  if (catalog.prompts.size > 0) capabilities.prompts = { listChanged: true };
  if (catalog.hasCompletions) capabilities.completions = {};
  return era === 'modern' ? { ...capabilities, extensions: {} } : capabilities;
}
