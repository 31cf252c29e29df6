import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';

const BARE_PACKAGE = /^[^./]/;

/** Bundled: nearly every file needs zod, and loading its hundred files slowed the start most. */
const BUNDLED = /^zod(?:\/|$)/;

/**
 * Leaves every import of a package out of the bundle, except those of this workspace, zod, and those
 * that the bundle would not find or find another version of: npm puts a version that differs from
 * the root's into the node_modules of the library that asks for it.
 */
export const thirdPartyExternal: Plugin = {
  name: 'third-party-external',
  setup(build) {
    const appRoot = build.initialOptions.absWorkingDir ?? process.cwd();
    build.onResolve({ filter: BARE_PACKAGE }, ({ path, kind, resolveDir }) => {
      if (kind === 'entry-point' || path.startsWith('@repo/') || BUNDLED.test(path)) {
        return undefined;
      }
      const isSame = packageFolder(path, resolveDir) === packageFolder(path, appRoot);
      return isSame ? { path, external: true } : undefined;
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
