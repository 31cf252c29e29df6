import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { logger, type Tree } from '@nx/devkit';
import { FsTree, flushChanges } from 'nx/src/generators/tree';
import type { GitRepository } from '../../fork/git';

/** The collection, the oldest first. A name stays for good. */
interface Migrations {
  readonly generators: Readonly<Record<string, Migration>>;
}

interface Migration {
  readonly description: string;
  /** Its file, relative to the collection: exports a generator by default. */
  readonly implementation: string;
}

const FILE = 'tools/platform/migrations.json';

/** The migrations that a version has, by which a fork that holds it was changed already. */
export function migrationsOf(repository: GitRepository, tree: string): ReadonlySet<string> {
  const isThere = repository.find(`${tree}:${FILE}`) !== undefined;
  const text = isThere ? repository.text('show', `${tree}:${FILE}`) : '{ "generators": {} }';
  return new Set(Object.keys((JSON.parse(text) as Migrations).generators));
}

/**
 * Changes the fork's own code as the version asks for that it now holds.
 *
 * @param done those that the version before it had: a release and a commit between two have theirs alike
 */
export async function runMigrations(root: string, done: ReadonlySet<string>): Promise<void> {
  const file = join(root, FILE);
  if (!existsSync(file)) return;
  const { generators } = JSON.parse(readFileSync(file, 'utf8')) as Migrations;
  const load = createRequire(file);
  for (const [name, { description, implementation }] of Object.entries(generators)) {
    if (done.has(name)) continue;
    logger.info(`Migration ${name}: ${description}`);
    const tree = new FsTree(root, false);
    const { default: migrate } = load(implementation) as {
      default: (tree: Tree) => void | Promise<void>;
    };
    await migrate(tree);
    flushChanges(root, tree.listChanges());
  }
}
