import { type Tree, writeJson } from '@nx/devkit';
import { workspaceTree } from '../../testing/workspace-tree';

/** What the files of a server import. */
export const API = {
  '@repo/config': '*',
  '@repo/database': '*',
  '@repo/mcp-features': '*',
  '@repo/mcp-server': '*',
  'reflect-metadata': '1.2.3',
};

/** A workspace whose api further servers are made after. */
export function treeWithApi(): Tree {
  const tree = workspaceTree();
  writeJson(tree, 'tsconfig.json', { files: [], references: [{ path: 'apps/api' }] });
  writeJson(tree, 'apps/api/package.json', { dependencies: { ...API, '@repo/audit': '*' } });
  return tree;
}
