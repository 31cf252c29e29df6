import { type GeneratorCallback, logger, readJson, type Tree } from '@nx/devkit';
import { changeFork } from '../../fork/change-fork';
import { writePlatformFile } from '../../fork/company-files';
import { stage, withContents } from '../../fork/finish';
import { GitRepository } from '../../fork/git';
import { type Parts, PARTS_FILE, platformNames } from '../../fork/parts';
import { choicesOf, type PlatformFile } from '../../fork/platform-file';
import { report } from '../../fork/report';
import { Workshop } from '../../fork/workshop';
import { addMissingFiles } from '../server/add-missing-files';

/** The options of `nx g platform:add-platform`; schema.json describes them. */
export interface AddPlatformOptions {
  readonly name: string;
  readonly source?: string;
}

/**
 * Brings what belongs to one more deployment platform.
 *
 * @throws {Error} before anything is written
 */
export default async function addPlatform(
  tree: Tree,
  { name, source }: AddPlatformOptions,
): Promise<GeneratorCallback> {
  const file = readJson<PlatformFile>(tree, 'platform.json');
  const parts = readJson<Parts>(tree, PARTS_FILE);
  const all = platformNames(parts);
  if (!all.includes(name)) {
    throw new Error(`Found '${name}', allowed are ${all.join(', ')}. Nothing was changed.`);
  }
  const { platform } = file;
  if (platform === undefined) {
    throw new Error(
      'platform.json has no version of the platform: run npx nx g platform:init first.',
    );
  }
  return Workshop.within<GeneratorCallback>(tree.root, async (workshop) => {
    const { repository, head } = workshop;
    const address = source ?? platform.source;
    if (workshop.treeOf(platform.version) === undefined && address !== undefined) {
      workshop.fetch(address);
    }
    const held = workshop.treeOf(platform.version);
    if (held === undefined) {
      throw new Error(
        `The version ${platform.version} of platform.json is not in this repository: ` +
          'say with --source where the platform comes from. Nothing was changed.',
      );
    }
    const paths = [...repository.entries(head).keys()];
    const before = choicesOf(file, parts, paths, paths);
    if (before.platforms.includes(name)) {
      return () => logger.info(`Nothing to do: ${name} is there.`);
    }
    const platforms = all.filter((one) => one === name || before.platforms.includes(one));
    const { conflicts } = changeFork(
      {
        ...{ folder: repository.folder, head },
        from: { tree: held, choices: before },
        to: { tree: held, choices: { ...before, platforms } },
      },
      tree,
    );
    await addMissingFiles(tree);
    writePlatformFile(tree, { ...file, platforms });
    const staged = withContents(repository, conflicts);
    return () => {
      stage(new GitRepository(tree.root), staged);
      report(conflicts, ['npm ci', 'npm test', `fill in deploy/${name}`]);
    };
  });
}
