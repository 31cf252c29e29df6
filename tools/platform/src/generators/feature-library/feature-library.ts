import { join } from 'node:path';
import {
  formatFiles,
  generateFiles,
  installPackagesTask,
  logger,
  readJson,
  updateJson,
  writeJson,
  type GeneratorCallback,
  type Tree,
} from '@nx/devkit';
import { featureLibrary } from '../feature-library-of';
import { namesOf } from '../naming';
import { addToModule } from '../source-edits';

interface PackageFile {
  readonly license?: string;
  readonly version: string;
  readonly dependencies: Record<string, string>;
}

interface Options {
  /** Of its folder in `libs`, and of its package behind `@repo/`. */
  readonly name: string;
}

/** What features import, at the versions that the main library has. */
const DEPENDENCIES = ['@repo/mcp-core', '@nestjs/common', 'zod'];

/** Above what features use, and below the main library, which imports it. */
const FLOOR = 'floor:4';

/**
 * `nx g platform:feature-library <name>`: a library whose tools, resources and prompts the server has
 * beside those of the main library.
 */
export default async function featureLibraryGenerator(
  tree: Tree,
  { name }: Options,
): Promise<GeneratorCallback> {
  const { className, sentence } = namesOf(name);
  refuseName(tree, name);
  const root = `libs/${name}`;
  const main = featureLibrary(tree);
  const mainRoot = `libs/${main.name}`;

  const { license, version, dependencies } = readJson<PackageFile>(
    tree,
    `${mainRoot}/package.json`,
  );
  generateFiles(tree, join(__dirname, 'files'), root, { tmpl: '', name, className, sentence });
  writeJson(tree, `${root}/package.json`, {
    ...{ name: `@repo/${name}`, version, private: true, license },
    description: `${sentence}: tools, resources and prompts.`,
    exports: { '.': { '@repo/source': './src/index.ts', default: './dist/index.js' } },
    dependencies: Object.fromEntries(DEPENDENCIES.map((each) => [each, dependencies[each]])),
    nx: { tags: [FLOOR] },
  });

  addDependency(tree, mainRoot, `@repo/${name}`, '*');
  addReference(tree, mainRoot, `../${name}`);
  const left = addToModule(tree, 'imports', {
    ...{ file: main.module, name: `${className}Module`, from: `@repo/${name}` },
  });
  await formatFiles(tree);

  return () => {
    // It links the package into node_modules.
    installPackagesTask(tree, true);
    if (left !== undefined) logger.warn(left);
    logger.info(`
The library @repo/${name} is in ${root}, and ${main.module} imports its module. Next:
  npx nx g platform:tool <name> --library ${name}`);
  };
}

/** @throws {Error} it is no name of a package, or there is a project of that name */
function refuseName(tree: Tree, name: string): void {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 64) {
    throw new Error(
      `"${name}" is no name of a library: lower-case letters and digits with single hyphens, 64 at most.`,
    );
  }
  const taken = ['apps', 'libs', 'tools'].find((area) => tree.exists(`${area}/${name}`));
  if (taken !== undefined) throw new Error(`There is ${taken}/${name} already: take another name.`);
}

/** Adds a package to those that the project at `root` imports. */
export function addDependency(tree: Tree, root: string, name: string, version: string): void {
  updateJson(tree, `${root}/package.json`, (file: PackageFile) => ({
    ...file,
    dependencies: sorted({ ...file.dependencies, [name]: version }),
  }));
}

/** Adds a project to those that the compiler builds before the one at `root`. */
export function addReference(tree: Tree, root: string, path: string): void {
  updateJson(
    tree,
    `${root}/tsconfig.json`,
    ({ references = [], ...file }: { references?: { path: string }[] }) => ({
      ...file,
      references: references.some((each) => each.path === path)
        ? references
        : [...references, { path }],
    }),
  );
}

/** Those of the house first, as in every package.json. */
function sorted(dependencies: Record<string, string>): Record<string, string> {
  const rank = (name: string) => (name.startsWith('@repo/') ? 0 : 1);
  const entries = Object.entries(dependencies);
  return Object.fromEntries(entries.sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1)));
}
