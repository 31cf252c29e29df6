import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { preProcessFile } from 'typescript';
import type { ImportGraph } from './import-circles';

interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, { readonly '@repo/source'?: string }>>;
}

/**
 * Reads the imports of all packages, of types too, that lie directly below some folders.
 *
 * @param root of the workspace
 * @param areas folders of packages, such as `libs`
 */
export function importGraph(root: string, areas: readonly string[]): ImportGraph {
  const packages = areas.flatMap((area) =>
    readdirSync(join(root, area)).map((name) => `${area}/${name}`),
  );
  const sources = new Map(packages.flatMap((folder) => exportedSources(root, folder)));
  const files = new Set(packages.flatMap((folder) => filesOf(root, folder)));
  const targetOf = (file: string, specifier: string) => {
    if (!specifier.startsWith('.')) return sources.get(specifier);
    const base = join(dirname(file), specifier);
    return [base, `${base}.ts`, `${base}/index.ts`].find((path) => files.has(path));
  };
  const importsOf = (file: string) => {
    const { importedFiles } = preProcessFile(readFileSync(join(root, file), 'utf8'), true, true);
    const targets = importedFiles.map(({ fileName }) => targetOf(file, fileName));
    return targets.filter((target) => target !== undefined);
  };
  return new Map([...files].map((file) => [file, importsOf(file)]));
}

/** What each export of a package is in TypeScript. */
function exportedSources(root: string, folder: string): [specifier: string, file: string][] {
  const file = join(root, folder, 'package.json');
  if (!existsSync(file)) return [];
  const { name, exports = {} } = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  return Object.entries(exports).flatMap(([path, { '@repo/source': source }]) =>
    source === undefined ? [] : [[join(name, path), join(folder, source)]],
  );
}

const NOT_SOURCES = /(^|\/)(node_modules|dist)(\/|$)/;

function filesOf(root: string, folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (NOT_SOURCES.test(path)) return [];
    if (entry.isDirectory()) return filesOf(root, path);
    return entry.isFile() && entry.name.endsWith('.ts') ? [path] : [];
  });
}
