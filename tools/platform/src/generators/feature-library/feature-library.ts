import {
  formatFiles,
  installPackagesTask,
  logger,
  updateJson,
  type GeneratorCallback,
  type Tree,
} from '@nx/devkit';
import { featureLibrary } from '../feature-library-of';
import { refuseProjectName } from '../project-name';
import { addToModule } from '../source-edits';
import { makeFeatureLibrary, type PackageFile } from './make-feature-library';

interface Options {
  /** Of its folder in `libs`, and of its package behind `@repo/`. */
  readonly name: string;
}

/**
 * `nx g platform:feature-library <name>`: a library whose tools, resources and prompts the server has
 * beside those of the main library.
 */
export default async function featureLibraryGenerator(
  tree: Tree,
  { name }: Options,
): Promise<GeneratorCallback> {
  refuseProjectName(tree, name, 'library');
  const { className } = makeFeatureLibrary(tree, name);
  const root = `libs/${name}`;
  const main = featureLibrary(tree);
  const mainRoot = `libs/${main.name}`;
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
