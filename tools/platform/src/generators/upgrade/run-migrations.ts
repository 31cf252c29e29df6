import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { logger, type Tree } from '@nx/devkit';
import { FsTree, flushChanges } from 'nx/src/generators/tree';

/** The collection, in the format of Nx. */
interface Migrations {
  readonly generators?: Readonly<Record<string, Migration>>;
}

interface Migration {
  /** The version that needs it. */
  readonly version: string;
  readonly description: string;
  /** Its file, relative to the collection: exports a generator by default. */
  readonly implementation: string;
}

const FOLDER = 'tools/platform';

/**
 * Changes the fork's own code as the versions between two ask for, in their order.
 *
 * @param range of versions: those above `from`, up to `to`
 */
export async function runMigrations(
  root: string,
  range: { readonly from: string; readonly to: string },
): Promise<void> {
  const file = join(root, FOLDER, 'migrations.json');
  if (!existsSync(file)) return;
  const { generators = {} } = JSON.parse(readFileSync(file, 'utf8')) as Migrations;
  for (const [name, { description, implementation }] of due(generators, range)) {
    logger.info(`Migration ${name}: ${description}`);
    const tree = new FsTree(root, false);
    const load = createRequire(file);
    const { default: migrate } = load(implementation) as {
      default: (tree: Tree) => void | Promise<void>;
    };
    await migrate(tree);
    flushChanges(root, tree.listChanges());
  }
}

/** The migrations of the versions between, the oldest first. */
function due(
  generators: Readonly<Record<string, Migration>>,
  { from, to }: { readonly from: string; readonly to: string },
): [name: string, migration: Migration][] {
  return Object.entries(generators)
    .filter(([, { version }]) => compare(from, version) < 0 && compare(version, to) <= 0)
    .sort(([, a], [, b]) => compare(a.version, b.version));
}

const compare = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });
