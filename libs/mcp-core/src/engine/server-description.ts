import type { Implementation, ServerCapabilities } from '@modelcontextprotocol/server';
import type { Catalog } from '../catalog/catalog';
import type { OfferedExtension } from '../extensions/offered-extensions';
import type { Era } from '../protocol/revision';

/** How a server describes itself to clients. */
export interface ServerDescription {
  readonly serverInfo: Implementation;
  /** For the model: how to use this server. */
  readonly instructions?: string;
}

/** What the host can do. Advertised is what the catalog holds, and only that is served. */
export function capabilitiesOf(
  catalog: Catalog,
  offered: readonly OfferedExtension[],
  era: Era,
): ServerCapabilities {
  const capabilities: ServerCapabilities = { logging: {} };
  if (catalog.hasTools) capabilities.tools = { listChanged: true };
  if (catalog.hasResources) capabilities.resources = { listChanged: true, subscribe: true };
  if (catalog.hasPrompts) capabilities.prompts = { listChanged: true };
  if (catalog.hasCompletions) capabilities.completions = {};
  const ofEra = offered.filter(({ extension }) => (extension.era ?? era) === era);
  if (era === 'legacy' && ofEra.length === 0) return capabilities;
  const settings = ofEra.map(({ extension, settings }) => [extension.id, settings]);
  const extensions = Object.fromEntries(settings) as ServerCapabilities['extensions'];
  return { ...capabilities, extensions };
}
