import { parseArgs } from 'node:util';
import { flushChanges, FsTree } from 'nx/src/generators/tree';
import { workspaceRoot } from '../../workspace-root';
import upgrade from './upgrade';

/**
 * Upgrades a fork from before there was `nx g platform:upgrade`, from a clone of the platform:
 * `upgrade.cli.ts FOLDER [--from VERSION] [--version VERSION]`.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { from: { type: 'string' }, version: { type: 'string', default: 'HEAD' } },
    allowPositionals: true,
  });
  const [folder, extra] = positionals;
  if (folder === undefined || extra !== undefined) throw new Error('Say which folder to upgrade.');
  const tree = new FsTree(folder, false);
  const finish = await upgrade(tree, { ...values, source: workspaceRoot });
  flushChanges(folder, tree.listChanges());
  await finish();
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
