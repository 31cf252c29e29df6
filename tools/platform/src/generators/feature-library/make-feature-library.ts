import { join } from 'node:path';
import { generateFiles, readJson, writeJson, type Tree } from '@nx/devkit';
import { MAIN_LIBRARY } from '../feature-library-of';
import { namesOf, type Names } from '../naming';

/** The parts of a package.json that generators read. */
export interface PackageFile {
  readonly license?: string;
  readonly version: string;
  readonly dependencies: Record<string, string>;
}

/** What features import, at the versions that the main library has. */
const DEPENDENCIES = ['@repo/mcp-core', '@nestjs/common', 'zod'];

/** Above what features use, and below the libraries and apps that import it. */
const FLOOR = 'floor:4';

/** Writes the package of a library with features, which nobody imports yet. */
export function makeFeatureLibrary(tree: Tree, name: string): Names {
  const root = `libs/${name}`;
  const names = namesOf(name);
  const { className, sentence } = names;
  const { license, version, dependencies } = readJson<PackageFile>(
    tree,
    `libs/${MAIN_LIBRARY}/package.json`,
  );
  generateFiles(tree, join(__dirname, 'files'), root, { tmpl: '', name, className, sentence });
  writeJson(tree, `${root}/package.json`, {
    ...{ name: `@repo/${name}`, version, private: true, license },
    description: `${sentence}: tools, resources and prompts.`,
    exports: { '.': { '@repo/source': './src/index.ts', default: './dist/index.js' } },
    dependencies: Object.fromEntries(DEPENDENCIES.map((each) => [each, dependencies[each]])),
    nx: { tags: [FLOOR] },
  });
  return names;
}
