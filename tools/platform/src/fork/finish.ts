import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GitRepository } from './git';
import { type Conflict, LOCKFILE } from './merge-trees';

/** What git's index must know of conflicts, and the objects for that. */
export type StagedConflict = Conflict & { readonly contents: ReadonlyMap<string, Buffer> };

/** Takes the objects of conflicts out of a repository that will be gone. */
export function withContents(repository: GitRepository, conflicts: readonly Conflict[]) {
  return conflicts.map((conflict): StagedConflict => {
    const ids = conflict.stages.map((stage) => stage.split(' ')[1]!);
    return { ...conflict, contents: new Map(ids.map((id) => [id, repository.blob(id)])) };
  });
}

/**
 * Brings the lockfile up to date, and stages all that was changed, with conflicts as `git merge` leaves
 * them.
 */
export function stage(fork: GitRepository, conflicts: readonly StagedConflict[]): void {
  const hasLockfile = existsSync(join(fork.folder, LOCKFILE));
  const isReadable = !conflicts.some(({ file }) => file.endsWith('package.json'));
  if (hasLockfile && isReadable) writeLockfile(fork.folder);
  fork.run(['add', '--all']);
  for (const { file, stages, contents } of conflicts) {
    for (const content of contents.values()) {
      fork.run(['hash-object', '-w', '--stdin'], { input: content });
    }
    const gone = `0 ${'0'.repeat(40)}\t${file}`;
    fork.run(['update-index', '--index-info'], { input: `${[gone, ...stages].join('\n')}\n` });
  }
}

/** By npm, with the versions that the lockfile of the platform has. */
function writeLockfile(root: string): void {
  const args = ['install', '--package-lock-only', '--ignore-scripts', '--loglevel=error'];
  try {
    execFileSync('npm', args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const { stderr } = error as { stderr?: Buffer };
    throw new Error(
      `All files are written, but npm cannot write ${LOCKFILE}: ${String(stderr ?? error)}\nRun: npm install --package-lock-only`,
      { cause: error },
    );
  }
  const addresses = readFileSync(join(root, LOCKFILE), 'utf8').includes('"resolved": "http');
  if (addresses)
    throw new Error(`${LOCKFILE} names a registry: .npmrc is to say that it does not.`);
}
