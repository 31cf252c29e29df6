import { readJson, type Tree } from '@nx/devkit';
import { checkFolder } from './naming';

/** The library that every workspace has: its own features, and those of the libraries that it imports. */
export const MAIN_LIBRARY = 'mcp-features';

/** A library of the company, whose files generators may write. */
export interface FeatureLibrary {
  /** `mcp-features` */
  readonly name: string;
  /** `libs/mcp-features/src` */
  readonly sources: string;
  /** `libs/mcp-features/src/mcp-features.module.ts` */
  readonly module: string;
}

/**
 * The main library, or the one that an option names.
 *
 * @throws {Error} there is none of that name, or it is the platform's
 */
export function featureLibrary(tree: Tree, name: string = MAIN_LIBRARY): FeatureLibrary {
  const own = [MAIN_LIBRARY, ...addedLibraries(tree)];
  if (!own.includes(name)) {
    throw new Error(
      `${name} is no library for your features; there are: ${own.join(', ')}. Make one by npx nx g platform:feature-library <name>.`,
    );
  }
  const sources = `libs/${name}/src`;
  return { name, sources, module: `${sources}/${name}.module.ts` };
}

/**
 * The folder of what is generated.
 *
 * @param folder below the sources of the library
 * @throws {Error} it leaves the library, or says nothing
 */
export function folderIn({ sources }: FeatureLibrary, folder: string): string {
  checkFolder(folder);
  return `${sources}/${folder}`;
}

/** Those of the platform have their floor in its list, others in their package.json. */
function addedLibraries(tree: Tree): string[] {
  return tree.children('libs').filter((name) => {
    const file = `libs/${name}/package.json`;
    if (!tree.exists(file)) return false;
    const { nx } = readJson<{ nx?: { tags?: string[] } }>(tree, file);
    return nx?.tags?.some((tag) => tag.startsWith('floor:')) === true;
  });
}
