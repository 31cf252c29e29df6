import { addToPlatforms } from '@repo/platform/src/generators/server/add-to-platforms';
import { cpSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { flushChanges, FsTree } from 'nx/src/generators/tree';
import { workspace } from './workspace';

/** The app of the server that the proofs add. */
export const ANOTHER = 'proof-of-another';

/**
 * A copy of some folders of `deploy`, to which the generator has added a server: its packages are
 * those of this workspace.
 *
 * @returns its root, which the caller removes
 */
export function withAnotherServer(...folders: readonly string[]): string {
  const root = mkdtempSync(join(tmpdir(), 'another-server-'));
  const copied = ['tsconfig.base.json', 'deploy/public-paths.json'];
  for (const path of [...copied, ...folders.map((folder) => `deploy/${folder}`)]) {
    cpSync(join(workspace, path), join(root, path), {
      recursive: true,
      filter: (source) => !['node_modules', 'dist'].includes(basename(source)),
    });
  }
  symlinkSync(join(workspace, 'node_modules'), join(root, 'node_modules'));
  const tree = new FsTree(root, false);
  const { left } = addToPlatforms(tree, ANOTHER);
  if (left.length > 0) throw new Error(left.join('\n'));
  flushChanges(root, tree.listChanges());
  return root;
}
