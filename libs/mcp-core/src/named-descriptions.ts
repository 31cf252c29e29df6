import type { NamedServer } from './catalog/named-server';
import type { ServerDescription } from './engine/server-description';

/**
 * How each server describes itself, the main one under no name.
 *
 * @param named as the modules name them: one of them may describe a server that several name
 * @throws {Error} two of them describe the same server
 */
export function describeServers(
  main: ServerDescription,
  named: readonly NamedServer[],
): ReadonlyMap<string | undefined, ServerDescription> {
  const { serverInfo, instructions } = main;
  const found = new Map<string | undefined, ServerDescription>([
    [undefined, { serverInfo, instructions }],
  ]);
  const described = new Set<string>();
  for (const { name, options } of named) {
    const describes = options.serverInfo !== undefined || options.instructions !== undefined;
    if (describes && described.has(name)) {
      throw new Error(
        `Two modules describe the server "${name}". Give "serverInfo" and "instructions" in one McpModule.forFeature, and the name alone in the others.`,
      );
    }
    if (!describes && found.has(name)) continue;
    if (describes) described.add(name);
    found.set(name, {
      serverInfo: { ...serverInfo, name: `${serverInfo.name}-${name}`, ...options.serverInfo },
      instructions: options.instructions,
    });
  }
  return found;
}
