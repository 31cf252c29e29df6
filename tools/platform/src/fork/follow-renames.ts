import { posix } from 'node:path';
import type { GitRepository } from './git';
import { isCode, specifiersIn } from './imports';

interface Trees {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  readonly merged: string;
}

/**
 * Lets the fork's own code import from where the platform has moved a file to.
 *
 * @returns the merged tree with these imports
 */
export function followRenames(repository: GitRepository, trees: Trees): string {
  const moved = renames(repository, trees.base, trees.theirs);
  if (moved.size === 0) return trees.merged;
  const entries = repository.entries(trees.merged);
  const changes = new Map<string, { text: string; mode: string } | undefined>();
  for (const path of changedFiles(repository, trees.base, trees.ours)) {
    const entry = entries.get(path);
    if (entry === undefined || !isCode(path)) continue;
    const text = repository.blob(entry.id).toString();
    const following = followed(path, text, moved, (file) => entries.has(file));
    if (following !== text) changes.set(path, { text: following, mode: entry.mode });
  }
  return changes.size === 0 ? trees.merged : repository.write(trees.merged, changes);
}

function followed(
  path: string,
  text: string,
  moved: ReadonlyMap<string, string>,
  isThere: (file: string) => boolean,
): string {
  const folder = posix.dirname(path);
  return specifiersIn(text).reduce((rest, specifier) => {
    const target = specifier.startsWith('.') ? `${posix.join(folder, specifier)}.ts` : '';
    const now = moved.get(target);
    if (now === undefined || isThere(target)) return rest;
    const relative = posix.relative(folder, now).replace(/\.ts$/, '');
    const following = relative.startsWith('.') ? relative : `./${relative}`;
    return rest.replaceAll(`'${specifier}'`, `'${following}'`);
  }, text);
}

function renames(repository: GitRepository, from: string, to: string): Map<string, string> {
  const args = ['diff-tree', '-r', '-z', '-M', '--diff-filter=R', '--name-status', from, to];
  const fields = repository.run(args).toString().split('\0');
  const found = new Map<string, string>();
  for (let i = 0; i + 2 < fields.length; i += 3) found.set(fields[i + 1]!, fields[i + 2]!);
  return found;
}

const changedFiles = (repository: GitRepository, from: string, to: string): string[] =>
  repository
    .run(['diff-tree', '-r', '-z', '--no-renames', '--name-only', from, to])
    .toString()
    .split('\0')
    .filter(Boolean);
