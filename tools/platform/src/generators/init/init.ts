import { type GeneratorCallback, logger, readJson, type Tree } from '@nx/devkit';
import { changeFork } from '../../fork/change-fork';
import { writeCompanyFiles } from '../../fork/company-files';
import { writeEnvironmentValues } from '../../fork/environment-values';
import { stage, withContents } from '../../fork/finish';
import { GitRepository } from '../../fork/git';
import { nameFaults, organizationIn } from '../../fork/names';
import { type Choices, type Parts, PARTS_FILE, platformNames } from '../../fork/parts';
import { choicesOf, type PlatformFile } from '../../fork/platform-file';
import { report } from '../../fork/report';
import { Workshop } from '../../fork/workshop';

/** The options of `nx g platform:init`; schema.json describes them. */
export interface InitOptions {
  readonly name: string;
  readonly organization?: string;
  readonly title?: string;
  readonly domain: string;
  readonly owner: string;
  readonly license?: string;
  readonly platforms?: string;
  readonly registry?: string;
  readonly region?: string;
  readonly identityProvider?: 'none' | 'oidc';
  readonly issuer?: string;
  readonly samples?: boolean;
  readonly proofs?: boolean;
  readonly source?: string;
  readonly from?: string;
}

const NEXT = ['npm ci', 'npm test', 'npx nx serve api'];

/**
 * Makes the platform a company's own: names it, and removes what it does not want.
 *
 * @throws {Error} before anything is written, with every fault of the options
 */
export default async function init(tree: Tree, options: InitOptions): Promise<GeneratorCallback> {
  const parts = readJson<Parts>(tree, PARTS_FILE);
  const before = readJson<PlatformFile>(tree, 'platform.json');
  const chosen = normalized(options, platformNames(parts));
  return Workshop.within<GeneratorCallback>(tree.root, (workshop) => {
    const { repository, head } = workshop;
    const version = before.platform?.version ?? options.from ?? versionOf(repository, head);
    const held = workshop.treeOf(version);
    if (held === undefined) {
      throw new Error(`--from: found '${version}', expected a commit or tag of this repository.`);
    }
    const source = options.source ?? before.platform?.source ?? upstreamOf(tree.root);
    const file: PlatformFile = {
      $schema: './platform.schema.json',
      ...chosen,
      platform: { version, ...(source !== undefined && { source }) },
    };
    const paths = [...repository.entries(head).keys()];
    const isFirst = before.platform === undefined;
    const from = isFirst ? undefined : choicesOf(before, parts, paths, paths);
    const to: Choices = choicesOf(file, parts, paths, paths);
    const { conflicts } = changeFork(
      {
        ...{ folder: repository.folder, head },
        ...{ from: { tree: held, choices: from }, to: { tree: held, choices: to } },
      },
      tree,
    );
    const isUnedited = (path: string) =>
      isFirst && repository.find(`${head}:${path}`) === repository.find(`${held}:${path}`);
    writeCompanyFiles(tree, file, isUnedited);
    writeEnvironmentValues(tree, options);
    if (tree.listChanges().length === 0) {
      return () => logger.info('Nothing to do: this is what the repository has already.');
    }
    const staged = withContents(repository, conflicts);
    return () => {
      stage(new GitRepository(tree.root), staged);
      report(conflicts, NEXT);
    };
  });
}

function normalized(options: InitOptions, all: readonly string[]) {
  const { name, domain, owner, license = 'UNLICENSED', samples = true, proofs = false } = options;
  const { organization = organizationIn(name), title = name, platforms = 'all' } = options;
  const names = { name, organization, title, domain, owner, license };
  const wanted = platforms === 'all' ? all : platforms === 'none' ? [] : platforms.split(',');
  const unknown = wanted.map((one) => one.trim()).filter((one) => !all.includes(one));
  const faults = [
    ...nameFaults(names),
    ...unknown.map(
      (one) => `--platforms: found '${one}', allowed are ${all.join(', ')}, all, none`,
    ),
    ...(options.identityProvider === 'oidc' && options.issuer === undefined
      ? ['--issuer: missing, expected where --identityProvider is oidc']
      : []),
  ];
  if (faults.length > 0) throw new Error(`Nothing was changed.\n${faults.join('\n')}`);
  const isWanted = (one: string) => wanted.some((name) => name.trim() === one);
  return { ...names, platforms: all.filter(isWanted), samples, proofs };
}

/** What is checked out: a release by its number, anything else by its tree, which copies share. */
function versionOf(repository: GitRepository, head: string): string {
  return repository.text('rev-parse', `${head}^{tree}`);
}

function upstreamOf(root: string): string | undefined {
  const { status, output } = new GitRepository(root).attempt('remote', 'get-url', 'upstream');
  return status === 0 ? output.trim() : undefined;
}
