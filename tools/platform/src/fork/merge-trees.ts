import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isBelow } from './files';
import type { GitRepository } from './git';
import { mergeJson } from './merge-json';
import { YOURS } from './parts';

/** What a person must decide. */
export interface Conflict {
  readonly file: string;
  readonly reason: string;
  readonly remedy: string;
  /** What git's index says of a file that is not merged: lines of `update-index --index-info`. */
  readonly stages: readonly string[];
}

export interface MergedTree {
  /** With conflict markers in the files of conflicts. */
  readonly tree: string;
  readonly conflicts: readonly Conflict[];
}

/** Made anew after the merge, not merged. */
export const LOCKFILE = 'package-lock.json';

interface Trees {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/**
 * Merges two trees by `git merge-tree`, which follows renames. It asks for commits: it gets some that
 * have the base as their parent, whatever the history is.
 */
export function mergeTrees(repository: GitRepository, trees: Trees): MergedTree {
  const base = repository.commit(trees.base);
  const ours = repository.commit(trees.ours, base);
  const theirs = repository.commit(trees.theirs, base);
  const { status, output } = repository.attempt(
    ...['merge-tree', '--write-tree', '-z', '--messages', ours, theirs],
  );
  if (status > 1 || status < 0) throw new Error(`git merge-tree: ${output}`);
  const { tree, stages, messages } = parse(output);
  const changes = new Map<string, { text: string; mode: string } | undefined>();
  const conflicts: Conflict[] = [];
  for (const [file, staged] of stages) {
    const oursIsGone = !staged.has('2') && staged.has('3') && staged.has('1');
    const text = oursIsGone ? undefined : mergedText(repository, file, staged);
    if (oursIsGone) changes.set(file, undefined);
    else if (text !== undefined) changes.set(file, { text, mode: staged.get('2')!.mode });
    else conflicts.push(conflictIn(file, staged, messages.get(file)));
  }
  return { tree: changes.size === 0 ? tree : repository.write(tree, changes), conflicts };
}

/** By the number of the stage: 1 the base, 2 ours, 3 theirs. */
type Stages = ReadonlyMap<string, { readonly mode: string; readonly id: string }>;

/** The format of `git merge-tree -z`: the tree, what conflicts, and the messages. */
function parse(output: string) {
  const fields = output.split('\0');
  const tree = fields.shift()!;
  const stages = new Map<string, Map<string, { mode: string; id: string }>>();
  for (let line = fields.shift(); line; line = fields.shift()) {
    const [facts = '', file = ''] = line.split('\t', 2);
    const [mode = '', id = '', stage = ''] = facts.split(' ');
    const found = stages.get(file) ?? new Map<string, { mode: string; id: string }>();
    stages.set(file, found.set(stage, { mode, id }));
  }
  const messages = new Map<string, string>();
  while (Number(fields[0]) > 0) {
    const files = fields.splice(0, 1 + Number(fields[0])).slice(1);
    const [kind = '', text = ''] = fields.splice(0, 2);
    if (!kind.startsWith('CONFLICT')) continue;
    for (const file of files) messages.set(file, text.trim());
  }
  return { tree, stages, messages };
}

/** What needs no person: JSON by its keys, and where the company's own code is right. */
function mergedText(repository: GitRepository, file: string, staged: Stages): string | undefined {
  if (file.endsWith('.json')) return mergedJson(repository, staged);
  return isBelow(file, YOURS) ? mergedInFavour(repository, staged) : undefined;
}

/** What both have changed is as the fork has it; all else is of both. */
function mergedInFavour(repository: GitRepository, staged: Stages): string | undefined {
  const versions = ['2', '1', '3'].flatMap((stage) => staged.get(stage) ?? []);
  if (versions.length < 3) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'merge-'));
  try {
    const files = versions.map(({ id }, index) => {
      const file = join(folder, String(index));
      writeFileSync(file, repository.blob(id));
      return file;
    });
    return repository.run(['merge-file', '-p', '--ours', ...files]).toString();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function mergedJson(repository: GitRepository, staged: Stages): string | undefined {
  const [base, ours, theirs] = ['1', '2', '3'].map((stage) => staged.get(stage)?.id);
  if (ours === undefined || theirs === undefined) return undefined;
  const valueOf = (id: string | undefined) =>
    id === undefined ? {} : (JSON.parse(repository.blob(id).toString()) as unknown);
  try {
    return `${JSON.stringify(mergeJson(valueOf(base), valueOf(ours), valueOf(theirs)), null, 2)}\n`;
  } catch {
    // One has comments, or both have changed one value: a person decides.
    return undefined;
  }
}

function conflictIn(file: string, staged: Stages, message = ''): Conflict {
  const stages = [...staged].map(([stage, { mode, id }]) => `${mode} ${id} ${stage}\t${file}`);
  if (staged.has('2') && staged.has('3')) {
    return {
      ...{ file, stages },
      reason: 'you and the platform have changed the same lines',
      remedy: 'keep what both want, delete the lines <<<<<<<, ======= and >>>>>>>, and git add it',
    };
  }
  if (staged.has('2')) {
    return {
      ...{ file, stages },
      reason: 'you have changed it, and the platform no longer has it',
      remedy: 'git rm it, or git add it to keep it as yours',
    };
  }
  return { ...{ file, stages }, reason: message, remedy: 'see `git status`, and git add it' };
}
