import { posix } from 'node:path';
import { preProcessFile } from 'typescript';
import type { Files } from './files';

const CODE = /\.[cm]?ts$|\.[cm]js$/;
const specifiersByText = new Map<string, readonly string[]>();

/** What a text imports, as it names it; read once for each text. */
export function specifiersIn(text: string): readonly string[] {
  let found = specifiersByText.get(text);
  if (found === undefined) {
    found = preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
    specifiersByText.set(text, found);
  }
  return found;
}

export const isCode = (path: string): boolean => CODE.test(path);

interface Manifest {
  readonly name?: string;
  readonly exports?: Readonly<Record<string, string | { readonly '@repo/source'?: string }>>;
}

/** Finds the files that a specifier names, those of other packages of the workspace too. */
export class ImportResolver {
  private readonly folders = new Map<string, string>();
  private readonly exported = new Map<string, string>();

  constructor(private readonly files: Files) {
    for (const [path, text] of files) {
      if (!/^(apps|libs|tools)\/[^/]+\/package\.json$/.test(path)) continue;
      const { name, exports = {} } = JSON.parse(text) as Manifest;
      if (name === undefined) continue;
      const folder = posix.dirname(path);
      this.folders.set(name, folder);
      for (const [subpath, target] of Object.entries(exports)) {
        const source = typeof target === 'string' ? target : target['@repo/source'];
        if (source) this.exported.set(posix.join(name, subpath), posix.join(folder, source));
      }
    }
  }

  /** @returns `undefined` for a package that is not of the workspace, and for what is not there */
  resolve(from: string, specifier: string): string | undefined {
    if (specifier.startsWith('.')) return this.fileAt(posix.join(posix.dirname(from), specifier));
    const exported = this.exported.get(specifier);
    if (exported !== undefined) return exported;
    const [scope, name, ...rest] = specifier.split('/');
    const folder = this.folders.get(`${scope}/${name}`);
    return folder === undefined ? undefined : this.fileAt(posix.join(folder, ...rest));
  }

  private fileAt(base: string): string | undefined {
    return [base, `${base}.ts`, `${base}/index.ts`, base.replace(/\.js$/, '.ts')].find((path) =>
      this.files.has(path),
    );
  }

  /** What packages export: others may import it, by their names or their paths. */
  get exports(): ReadonlySet<string> {
    return new Set(this.exported.values());
  }

  /** The files of the workspace that a file imports. */
  importsOf(path: string, text: string): string[] {
    if (!isCode(path)) return [];
    return specifiersIn(text).flatMap((specifier) => this.resolve(path, specifier) ?? []);
  }
}
