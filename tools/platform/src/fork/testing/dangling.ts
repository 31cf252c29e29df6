import { posix } from 'node:path';
import { type Files, foldersOf } from '../files';
import { ImportResolver, isCode, specifiersIn } from '../imports';
import { linksIn } from '../links';
import { MentionedPaths } from '../mentioned-paths';
import { unusedFiles } from '../unused';
import { commandFaults } from './command-faults';

/** Texts that machines read, and that name files. */
const isRead = (path: string) =>
  /\.(ya?ml|sh|json|toml|conf|env)$|(^|\/)(Dockerfile|\.dockerignore)$|^\.ci\//.test(path) &&
  !/package-lock\.json$|^tools\/platform\/parts\.json$|^\.github\/dependabot/.test(path);

/** Documents of what is there; others tell what was. */
const isGuide = (path: string) =>
  path.endsWith('.md') && !/^(CHANGELOG\.md$|docs\/adr\/)/.test(path);

/**
 * All that is left and refers to what is gone: imports, links, references, packages of the workspace,
 * paths, jobs, generators.
 */
export function danglingIn(all: Files, kept: Files): string[] {
  const before = new ImportResolver(all);
  const folders = foldersOf(kept.keys());
  const hadFolders = foldersOf(all.keys());
  const isGone = (path: string) =>
    (all.has(path) || hadFolders.has(path)) && !kept.has(path) && !folders.has(path);
  const mentioned = new MentionedPaths(all);
  const packages = new Set([...kept].flatMap(([path, text]) => nameIn(path, text)));
  const faults = [...kept].flatMap(([path, text]) => {
    const targets = [
      ...before.importsOf(path, text),
      ...(path.endsWith('.md') ? linksIn(path, text) : []),
      ...(isRead(path) || isGuide(path) ? mentioned.in(text) : []),
      ...referencesIn(path, text),
    ];
    return [
      ...targets.filter(isGone).map((target) => `${path} → ${target}`),
      ...packagesIn(path, text)
        .filter((name) => !packages.has(name))
        .map((name) => `${path} → ${name}`),
      ...jobFaults(path, text),
      ...(isGuide(path) ? commandFaults(path, text, all, kept) : []),
    ];
  });
  for (const path of [...new ImportResolver(kept).exports, ...generatorsIn(kept)]) {
    if (!kept.has(path)) faults.push(`${path} is exported and gone`);
  }
  return [...faults, ...[...unusedFiles(all, kept)].map((path) => `${path} is used by nobody`)];
}

/** The files that Nx loads for the generators and migrations that are left. */
function generatorsIn(kept: Files): string[] {
  const folder = 'tools/platform';
  const namesIn = (file: string) =>
    Object.keys((JSON.parse(kept.get(`${folder}/${file}`)!) as { generators: object }).generators);
  return [
    ...namesIn('generators.json').map((name) => `${folder}/src/generators/${name}/${name}.ts`),
    ...namesIn('migrations.json').map((name) => `${folder}/src/migrations/${name}.ts`),
  ];
}

interface Manifest {
  readonly name?: string;
  readonly dependencies?: object;
  readonly devDependencies?: object;
}

const nameIn = (path: string, text: string): string[] =>
  path.endsWith('package.json') ? (((JSON.parse(text) as Manifest).name ?? []) as string[]) : [];

/** The packages of the workspace that a file wants. */
function packagesIn(path: string, text: string): string[] {
  const isOurs = (name: string) => name.startsWith('@repo/');
  if (isCode(path)) {
    const names = specifiersIn(text).map((specifier) => specifier.split('/', 2).join('/'));
    return names.filter(isOurs);
  }
  if (!path.endsWith('package.json')) return [];
  const { dependencies = {}, devDependencies = {} } = JSON.parse(text) as Manifest;
  return Object.keys({ ...dependencies, ...devDependencies }).filter(isOurs);
}

const referencesIn = (path: string, text: string): string[] =>
  /(^|\/)tsconfig[\w.]*\.json$/.test(path)
    ? [...text.matchAll(/"path": "([^"]+)"/g)].map(([, to = '']) =>
        posix.join(posix.dirname(path), to),
      )
    : [];

/** The jobs that others of a workflow need and that are not there. */
function jobFaults(path: string, text: string): string[] {
  if (!path.startsWith('.github/workflows/')) return [];
  const jobs = new Set([...text.matchAll(/^ {2}([\w-]+):$/gm)].map(([, job]) => job!));
  const needed = [...text.matchAll(/^ {4}needs: \[?([\w, -]+)\]?$/gm)].flatMap(([, names = '']) =>
    names.split(',').map((name) => name.trim()),
  );
  return needed.filter((name) => !jobs.has(name)).map((name) => `${path} needs the job ${name}`);
}
