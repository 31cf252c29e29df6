import { posix } from 'node:path';

/** The files of one version of the platform: their texts by their paths from the root. */
export type Files = ReadonlyMap<string, string>;

/** All folders that have a file, however deep. */
export function foldersOf(paths: Iterable<string>): Set<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    let folder = posix.dirname(path);
    while (folder !== '.' && !folders.has(folder)) {
      folders.add(folder);
      folder = posix.dirname(folder);
    }
  }
  return folders;
}

/** Whether a path is one of these, or lies in one of them. */
export const isBelow = (path: string, roots: readonly string[]): boolean =>
  roots.some((root) => path === root || path.startsWith(`${root}/`));
