import { posix } from 'node:path';
import type { Files } from './files';
import { isCode, specifiersIn } from './imports';
import { YOURS } from './parts';

type Dependencies = Record<string, string>;
interface Manifest {
  name?: string;
  license?: string;
  dependencies?: Dependencies;
  devDependencies?: Dependencies;
}

/** Of a specifier, the package: without what follows its name. */
const packageOf = (specifier: string) =>
  specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

function importedBy(files: Files, folder: string): Set<string> {
  const found = new Set<string>();
  for (const [path, text] of files) {
    if (!path.startsWith(`${folder}/`) || !isCode(path)) continue;
    for (const specifier of specifiersIn(text)) found.add(packageOf(specifier));
  }
  return found;
}

/**
 * A package.json without the dependencies that only what is gone imported, and without the packages of
 * the workspace that are gone.
 */
export function fittingManifest(path: string, all: Files, kept: Files): string {
  const text = kept.get(path)!;
  const folder = posix.dirname(path);
  const left = importedBy(kept, folder);
  const gone = [...importedBy(all, folder)].filter((name) => !left.has(name));
  const lost = new Set([...gone, ...packagesGone(all, kept)]);
  const manifest = JSON.parse(text) as Manifest;
  const stated = [manifest.dependencies ?? {}, manifest.devDependencies ?? {}];
  const superfluous = stated.flatMap((names) =>
    Object.keys(names).filter((name) => lost.has(name)),
  );
  if (superfluous.length === 0) return text;
  for (const names of stated) for (const name of superfluous) delete names[name];
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function packagesGone(all: Files, kept: Files): string[] {
  return [...all].flatMap(([path, text]) =>
    /^(apps|libs|tools)\/[^/]+\/package\.json$/.test(path) && !kept.has(path)
      ? ((JSON.parse(text) as Manifest).name ?? [])
      : [],
  );
}

const REFERENCE = /\{\s*"path": "([^"]+)"\s*\},?/g;

/** A tsconfig.json without references to projects that are gone. */
export function fittingReferences(path: string, all: Files, kept: Files): string {
  const text = kept.get(path)!;
  const folder = posix.dirname(path);
  const isGone = (reference: string) => {
    const config = posix.join(folder, reference, 'tsconfig.json');
    return all.has(config) && !kept.has(config);
  };
  const fitting = text.replace(REFERENCE, (whole: string, reference: string) =>
    isGone(reference) ? '' : whole,
  );
  if (fitting === text) return text;
  const lines = fitting.split('\n').filter((line) => line.trim() !== '');
  return `${lines.join('\n').replace(/,(\s*\])/g, '$1')}\n`;
}

interface KnipFile {
  readonly ignoreIssues?: Readonly<Record<string, readonly string[]>>;
}

/**
 * The configuration of knip for a fork: what the platform exports to parts that a fork is without is no
 * fault of the fork.
 */
export function fittingKnipFile(text: string, all: Files): string {
  const folders = [...all.keys()].flatMap(
    (path) => /^((?:apps|libs|tools)\/[^/]+)\/package\.json$/.exec(path)?.[1] ?? [],
  );
  const platform = folders.filter((folder) => !YOURS.includes(folder));
  const ignored = platform.map((folder) => [`${folder}/**`, ['exports', 'types']] as const);
  const file = JSON.parse(text) as KnipFile;
  const ignoreIssues = { ...file.ignoreIssues, ...Object.fromEntries(ignored) };
  return `${JSON.stringify({ ...file, ignoreIssues }, null, 2)}\n`;
}

/** The package.json of the root under a name of the fork's own. */
export function ownManifest(
  text: string,
  own: { readonly name: string; readonly license: string },
) {
  const manifest = { ...(JSON.parse(text) as Manifest), ...own };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
