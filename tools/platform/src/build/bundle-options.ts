import { join } from 'node:path';
import type { BuildOptions } from 'esbuild';
import { assets } from './assets.plugin';
import { decorators } from './decorators.plugin';
import { englishOnly } from './english-only.plugin';
import { importCircles } from './import-circles.plugin';
import { thirdPartyExternal } from './third-party-external.plugin';

/**
 * How an app becomes one file, `dist/main.js`, with its source map, and `dist/assets`.
 *
 * First-party code is bundled, and zod, Nest and RxJS with it; other packages from the registry stay
 * in node_modules, where the image installs them from the lockfile. The app's version needs no
 * constant: an app imports `version` from its package.json, and esbuild takes in that one field.
 *
 * @param appRoot absolute path of the app's folder
 */
export function bundleOptions(appRoot: string) {
  return {
    absWorkingDir: appRoot,
    entryPoints: [join(appRoot, 'src/main.ts')],
    outfile: join(appRoot, 'dist/main.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    conditions: ['@repo/source'],
    // Nest reports, and @Tool errors name, classes by their name.
    keepNames: true,
    // Packages that are ES modules find others from their own place: here that is the bundle's.
    define: {
      'import.meta.url': '__filename',
      'import.meta.dirname': '__dirname',
      'import.meta.resolve': 'require.resolve',
    },
    sourcemap: true,
    // Stack traces need file and line; the sources themselves are not shipped twice.
    sourcesContent: false,
    plugins: [thirdPartyExternal, englishOnly, decorators, assets, importCircles],
    logLevel: 'info',
  } satisfies BuildOptions;
}
