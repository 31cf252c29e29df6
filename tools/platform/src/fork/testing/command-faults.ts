import { type Files, foldersOf } from '../files';

/** The targets that the proofs add to projects of the platform, by the folders of these. */
const TARGETS = 'tools/proofs/targets.json';

const COMMAND = /npx nx (?:run ([\w-]+):([\w-]+)|([\w-]+) ([\w-]+))([^\n`]*)/g;

/** The commands of a document that run a project or a target that is gone, or deploy to a platform that is. */
export function commandFaults(path: string, text: string, all: Files, kept: Files): string[] {
  const hadFolders = foldersOf(all.keys());
  const folders = foldersOf(kept.keys());
  const isGone = (folder: string) => hadFolders.has(folder) && !folders.has(folder);
  const added = JSON.parse(all.get(TARGETS) ?? '{}') as Record<string, object | undefined>;
  const lacks = (project: string, target: string) => {
    const homes = ['apps', 'libs', 'tools'].map((root) => `${root}/${project}`);
    const isAdded = homes.some((folder) => target in (added[folder] ?? {}));
    return homes.some(isGone) || (isAdded && !kept.has(TARGETS));
  };
  return [...text.matchAll(COMMAND)].flatMap(([command, one, its, target, project, rest = '']) => {
    const [, platform = ''] = / -c ([\w-]+)/.exec(rest) ?? [];
    const isFault =
      lacks(one ?? project ?? '', its ?? target ?? '') || isGone(`deploy/${platform}`);
    return isFault ? [`${path} runs ${command}`] : [];
  });
}
