import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';

const BARE_PACKAGE = /^[^./]/;

/**
 * Bundled: nearly every file needs them, and to find and load the hundreds of files that each has
 * took most of a start. All of them but RxJS are ES modules, which Node loads slower by `require`.
 */
const BUNDLED = /^(?:zod|rxjs|@nestjs\/(?:common|core))(?:\/|$)/;

/**
 * Leaves every import of a package out of the bundle, except
 *
 * - those of this workspace;
 * - zod, Nest and RxJS, and what builds on Nest: it would load another Nest from node_modules, whose
 *   classes are not those of the bundle;
 * - those that the bundle would not find or find another version of: npm puts a version that differs
 *   from the root's into the node_modules of the library that asks for it.
 */
export const thirdPartyExternal: Plugin = {
  name: 'third-party-external',
  setup(build) {
    const appRoot = build.initialOptions.absWorkingDir ?? process.cwd();
    build.onResolve({ filter: BARE_PACKAGE }, ({ path, kind, resolveDir }) => {
      // Its files are looked for, not its code.
      if (kind === 'require-resolve') return { path, external: true };
      if (kind === 'entry-point' || path.startsWith('@repo/') || BUNDLED.test(path)) {
        return undefined;
      }
      const folder = packageFolder(path, resolveDir);
      const isTakenIn = folder !== packageFolder(path, appRoot) || (folder && buildsOnNest(folder));
      return isTakenIn ? undefined : { path, external: true };
    });
  },
};

/** The folder that Node takes a package from; none for those of Node itself. */
function packageFolder(path: string, from: string): string | undefined {
  const name = path
    .split('/')
    .slice(0, path.startsWith('@') ? 2 : 1)
    .join('/');
  const folder = join(from, 'node_modules', name);
  if (existsSync(folder)) return folder;
  return dirname(from) === from ? undefined : packageFolder(path, dirname(from));
}

function buildsOnNest(folder: string): boolean {
  const { dependencies, peerDependencies } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as { dependencies?: object; peerDependencies?: object };
  return '@nestjs/common' in { ...dependencies, ...peerDependencies };
}
