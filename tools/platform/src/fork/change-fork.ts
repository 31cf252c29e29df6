import type { Tree } from '@nx/devkit';
import { isBelow } from './files';
import { followRenames } from './follow-renames';
import { GitRepository } from './git';
import { materialize } from './materialize';
import { type Conflict, LOCKFILE, mergeTrees } from './merge-trees';
import { type Choices, COMPANY, type Parts, PARTS_FILE } from './parts';

/** A version of the platform, as a fork with these choices holds it. */
interface Held {
  /** The tree of the version. */
  readonly tree: string;
  /** `undefined`: all of it, as the platform's own repository has it. */
  readonly choices: Choices | undefined;
}

/** What a fork is to become. An upgrade hands it to the program of the new version: data alone. */
export interface ForkChange {
  /** A repository of git that has the objects of all that follows. */
  readonly folder: string;
  /** The commit that the fork is on. */
  readonly head: string;
  readonly from: Held;
  readonly to: Held;
}

/** What a change comes to. */
export interface ChangeOutcome {
  /** `false` where the fork holds that already. */
  readonly changed: boolean;
  readonly conflicts: readonly Conflict[];
}

/**
 * Brings a fork from what it holds to what it is to hold, by a three-way merge with its own work.
 *
 * @param tree where the outcome is written
 * @throws {Error} before anything is written
 */
export function changeFork({ folder, head, from, to }: ForkChange, tree: Tree): ChangeOutcome {
  const repository = new GitRepository(folder);
  const parts = JSON.parse(repository.text('show', `${to.tree}:${PARTS_FILE}`)) as Parts;
  const isOwn = (path: string) => path === LOCKFILE || isBelow(path, parts[COMPANY]!.files);
  const shared = (id: string) => {
    const own = [...repository.entries(id).keys()].filter(isOwn);
    return repository.write(id, new Map(own.map((path) => [path, undefined])));
  };
  const heldAs = ({ tree: id, choices }: Held) =>
    shared(choices === undefined ? id : materialize(repository, id, choices, parts));

  const base = heldAs(from);
  const theirs = heldAs(to);
  if (base === theirs) return { changed: false, conflicts: [] };
  const ours = shared(`${head}^{tree}`);
  const merged = mergeTrees(repository, { base, ours, theirs });
  const outcome = followRenames(repository, { base, ours, theirs, merged: merged.tree });
  writeDifference(repository, { from: ours, to: outcome }, tree);
  const lockfile = repository.find(`${to.tree}:${LOCKFILE}`);
  if (lockfile !== undefined) tree.write(LOCKFILE, repository.blob(lockfile));
  return { changed: true, conflicts: merged.conflicts };
}

function writeDifference(
  repository: GitRepository,
  { from, to }: { readonly from: string; readonly to: string },
  tree: Tree,
): void {
  const output = repository.run(['diff-tree', '-r', '-z', '--no-renames', from, to]).toString();
  const fields = output.split('\0');
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const [, mode = '', , id = '', kind = ''] = fields[i]!.split(' ');
    const path = fields[i + 1]!;
    if (kind === 'D') tree.delete(path);
    else tree.write(path, repository.blob(id), { mode: Number.parseInt(mode, 8) & 0o777 });
  }
}
