import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ChangeOutcome, ForkChange } from '../../fork/change-fork';
import type { GitRepository } from '../../fork/git';
import type { Tree } from '@nx/devkit';

const PROGRAM = 'tools/platform/src/fork';

/** What changes a fork, of one version of the platform. */
export interface ForkProgram {
  changeFork(change: ForkChange, tree: Tree): ChangeOutcome;
}

/**
 * The program of a version, so that what was wrong in an older one does not matter, as `nx migrate`
 * does. It is loaded from a folder of the workspace, where its packages are found, and that git ignores.
 *
 * @param tree of the version
 * @param root of the workspace
 */
export function programOf(repository: GitRepository, tree: string, root: string): ForkProgram {
  const folder = join(root, 'tmp', `platform-${tree.slice(0, 12)}`);
  try {
    for (const [path, { id }] of repository.entries(tree)) {
      if (!path.startsWith(`${PROGRAM}/`)) continue;
      const file = join(folder, path.slice(PROGRAM.length + 1));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, repository.blob(id));
    }
    const load = createRequire(join(folder, 'change-fork.ts'));
    return load('./change-fork.ts') as ForkProgram;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
