import type { GitRepository } from './git';
import { keepParts } from './keep-parts';
import type { Choices, Parts } from './parts';

/**
 * Writes what a fork that made these choices holds of a version, as a tree of git.
 *
 * @param tree of that version, as the platform has it
 * @returns the id of the tree
 */
export function materialize(
  repository: GitRepository,
  tree: string,
  choices: Choices,
  fallback?: Parts,
): string {
  const entries = repository.entries(tree);
  const files = repository.read(entries);
  const kept = keepParts(files, choices, fallback);
  const changes = new Map<string, { text: string; mode: string } | undefined>();
  for (const [path, text] of files) {
    const now = kept.get(path);
    if (now === text) continue;
    changes.set(path, now === undefined ? undefined : { text: now, mode: entries.get(path)!.mode });
  }
  return repository.write(tree, changes);
}
