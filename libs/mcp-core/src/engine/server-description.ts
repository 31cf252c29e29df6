import type { Implementation, ServerCapabilities } from '@modelcontextprotocol/server';
import type { Catalog } from '../catalog/catalog';
import type { Extension } from '../extensions/extension';
import type { OfferedExtension } from '../extensions/offered-extensions';
import type { Era } from '../protocol/revision';

/** How a server describes itself to clients. */
export interface ServerDescription {
  readonly serverInfo: Implementation;
  /** For the model: how to use this server. */
  readonly instructions?: string;
}

function isServed(extension: Extension, era: Era, revision: string | undefined): boolean {
  if ((extension.era ?? era) !== era) return false;
  return extension.revision === undefined || extension.revision === revision;
}

/**
 * What the host can do. Advertised is what the catalog holds, and only that is served.
 *
 * @param revision that was negotiated, in the legacy era
 */
export function capabilitiesOf(
  catalog: Catalog,
  offered: readonly OfferedExtension[],
  era: Era,
  revision?: string,
): ServerCapabilities {
  const capabilities: ServerCapabilities = { logging: {} };
  if (catalog.hasTools) capabilities.tools = { listChanged: true };
  if (catalog.hasResources) capabilities.resources = { listChanged: true, subscribe: true };
  if (catalog.hasPrompts) capabilities.prompts = { listChanged: true };
  if (catalog.hasCompletions) capabilities.completions = {};
  const served = offered.filter(({ extension }) => isServed(extension, era, revision));
  const extensions: Record<string, object> = {};
  for (const { extension, settings } of served) {
    const { capability, id } = extension;
    if (capability === undefined) extensions[id] = settings;
    else Object.assign(capabilities, { [capability]: settings });
  }
  if (era === 'legacy' && Object.keys(extensions).length === 0) return capabilities;
  return { ...capabilities, extensions: extensions as ServerCapabilities['extensions'] };
}
