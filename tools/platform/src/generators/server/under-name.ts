import type { Tree } from '@nx/devkit';

/** A file of the api, whose objects are called `mcp-server`, as that of another server. */
export const underName = (text: string, name: string): string =>
  text.replaceAll('mcp-server', `mcp-server-${name}`);

/** @throws {Error} where a platform has something else of that name already */
export function refuseTaken(tree: Tree, path: string): void {
  if (tree.exists(path)) throw new Error(`There is ${path} already: take another name.`);
}
