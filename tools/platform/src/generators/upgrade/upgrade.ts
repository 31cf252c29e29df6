import { type GeneratorCallback, logger, readJson, type Tree } from '@nx/devkit';
import { writePlatformFile } from '../../fork/company-files';
import { stage, withContents } from '../../fork/finish';
import { GitRepository } from '../../fork/git';
import { type Parts, PARTS_FILE } from '../../fork/parts';
import { choicesOf, type PlatformFile } from '../../fork/platform-file';
import { report } from '../../fork/report';
import { Workshop } from '../../fork/workshop';
import { programOf } from './program-of';
import { migrationsOf, runMigrations } from './run-migrations';

/** The options of `nx g platform:upgrade`; schema.json describes them. */
export interface UpgradeOptions {
  readonly version?: string;
  readonly source?: string;
  readonly from?: string;
}

/**
 * Takes a newer version of the platform: what it has changed is merged with what the fork has, by
 * the program of the newer version, and its migrations are run.
 *
 * @throws {Error} before anything is written
 */
export default async function upgrade(
  tree: Tree,
  options: UpgradeOptions,
): Promise<GeneratorCallback> {
  const file = readJson<PlatformFile>(tree, 'platform.json');
  const source = options.source ?? file.platform?.source;
  if (source === undefined) {
    throw new Error('Say where the platform comes from: --source, a path or an address.');
  }
  return Workshop.within<GeneratorCallback>(tree.root, (workshop) => {
    const { repository, head } = workshop;
    workshop.fetch(source);
    const version = options.version ?? workshop.newest();
    const to = treeOf(workshop, version, `'${version}' is no version of ${source}`);
    const from = heldBy(workshop, version, options.from ?? file.platform?.version);

    const parts = JSON.parse(repository.text('show', `${to}:${PARTS_FILE}`)) as Parts;
    const pathsOf = (tree: string) => repository.entries(tree).keys();
    const choices = choicesOf(file, parts, pathsOf(head), pathsOf(from));
    const { changed, conflicts } = programOf(repository, to, tree.root).changeFork(
      {
        ...{ folder: repository.folder, head },
        // Before the choices were recorded, nothing but what somebody deleted was removed.
        from: { tree: from, choices: file.platforms === undefined ? undefined : choices },
        to: { tree: to, choices },
      },
      tree,
    );
    if (!changed) return () => logger.info(`Nothing to do: this is ${version}.`);
    const { platforms, samples, proofs } = choices;
    const platform = { version: recordedAs(workshop, version), source };
    writePlatformFile(tree, { ...file, platforms, samples, proofs, platform });
    const staged = withContents(repository, conflicts);
    const done = migrationsOf(repository, from);
    return async () => {
      const fork = new GitRepository(tree.root);
      await runMigrations(tree.root, done);
      stage(fork, staged);
      report(conflicts, ['git diff --cached --stat', 'npm ci', 'npm test']);
    };
  });
}

function treeOf(workshop: Workshop, version: string, fault: string): string {
  const tree = workshop.treeOf(version);
  if (tree === undefined) throw new Error(`${fault}. Nothing was changed.`);
  return tree;
}

/** The tree of the version that the fork holds. */
function heldBy(workshop: Workshop, newer: string, recorded: string | undefined): string {
  const version = recorded ?? workshop.commonAncestor(newer);
  if (version === undefined) {
    throw new Error(
      'platform.json does not say which version this fork holds, and the two histories have nothing ' +
        'in common: say it with --from, a commit or tag of the platform. Nothing was changed.',
    );
  }
  return treeOf(
    workshop,
    version,
    `The version '${version}', which this fork holds, is not in the source: say with --from which one ` +
      'it is (a shallow clone does not have it)',
  );
}

/** A release by its number; a branch moves on, so of anything else the commit. */
function recordedAs({ repository }: Workshop, version: string): string {
  if (repository.find(`refs/tags/v${version}`) !== undefined) return version;
  return repository.text('rev-parse', version);
}
