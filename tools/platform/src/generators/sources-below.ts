import type { Tree } from '@nx/devkit';

/** The TypeScript files below a folder that are no tests. */
export function sourcesBelow(tree: Tree, folder: string): string[] {
  return tree.children(folder).flatMap((name) => {
    const path = `${folder}/${name}`;
    if (!tree.isFile(path))
      return ['node_modules', 'dist'].includes(name) ? [] : sourcesBelow(tree, path);
    return /(?<!\.(?:spec|e2e|fixture|d))\.ts$/.test(name) ? [path] : [];
  });
}
