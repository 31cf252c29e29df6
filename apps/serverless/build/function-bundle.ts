/* eslint-disable @nx/enforce-module-boundaries -- how all apps of the workspace are bundled */
import { join, resolve } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { assets } from '../../../tools/platform/src/build/assets.plugin';
import { bundleOptions } from '../../../tools/platform/src/build/bundle-options';
import { decorators } from '../../../tools/platform/src/build/decorators.plugin';
import { englishOnly } from '../../../tools/platform/src/build/english-only.plugin';
import { lateRequires } from './late-requires.plugin';

const ROOT = join(__dirname, '..');

/**
 * Packages that only some functions or some calls load. They stand in files of their own beside
 * `main.js`, since a start has to parse all of that.
 */
export const LATE_PACKAGES = [
  '@modelcontextprotocol/server',
  '@opentelemetry/api',
  'hash-wasm',
  'ioredis',
  'pg',
  'prom-client',
  'rate-limiter-flexible',
] as const;

/**
 * A function is a folder with all that it needs: nothing is installed where it runs.
 *
 * @param entry the file that exports or registers the handlers, relative to the app's folder or absolute
 * @param folder of `main.js`, relative to the app's folder or absolute
 */
export function functionBundle(entry: string, folder: string): BuildOptions {
  const options = bundle(folder, 'main.js');
  return {
    ...options,
    entryPoints: [resolve(ROOT, entry)],
    plugins: [...options.plugins, assets],
  };
}

/** The bundle of a late package. @param folder that of the function */
export function latePackage(name: string, folder: string): BuildOptions {
  return {
    ...bundle(folder, fileOf(name)),
    entryPoints: [require.resolve(name)],
    sourcemap: false,
  };
}

function bundle(folder: string, file: string) {
  return {
    ...bundleOptions(ROOT),
    outfile: resolve(ROOT, folder, file),
    // Parsed at every cold start; classes and functions keep their names.
    minify: true,
    sourcemap: 'external',
    plugins: [
      latePackages,
      englishOnly,
      lateRequires,
      optionalPackages,
      onlyWhatIsImported,
      decorators,
    ],
    logLevel: 'warning',
  } satisfies BuildOptions;
}

function fileOf(name: string): string {
  return `${name.replace(/^@/, '').replace('/', '-')}.js`;
}

const latePackages: Plugin = {
  name: 'late-packages',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
      const isLate = kind !== 'entry-point' && LATE_PACKAGES.some((name) => name === path);
      if (!isLate) return undefined;
      // Of a minified file `import()` would not see what it exports; `require` does.
      if (kind === 'dynamic-import') return { path, namespace: 'late' };
      return { path: `./${fileOf(path)}`, external: true };
    });
    build.onLoad({ filter: /./, namespace: 'late' }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
      resolveDir: ROOT,
    }));
  },
};

/** What the platform itself has. */
const PROVIDED = ['@azure/functions-core'];

/**
 * What packages load only where it is installed is not here, and is not looked for: that would cost
 * each start a walk through the file system, and might find something.
 */
const optionalPackages: Plugin = {
  name: 'optional-packages',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, ...from }) => {
      if (pluginData === SEEN || from.kind === 'entry-point' || path.startsWith('@repo/')) return;
      if (PROVIDED.includes(path)) return { path, external: true };
      const found = await build.resolve(path, { ...from, pluginData: SEEN });
      return found.errors.length > 0 ? { path, namespace: 'absent' } : found;
    });
    build.onLoad({ filter: /./, namespace: 'absent' }, ({ path }) => {
      const message = JSON.stringify(`Cannot find module '${path}'`);
      return {
        contents: `throw Object.assign(new Error(${message}), { code: 'MODULE_NOT_FOUND' });`,
      };
    });
  },
};

/** Libraries of this workspace do nothing when they are loaded, so unused files are left out. */
const onlyWhatIsImported: Plugin = {
  name: 'only-what-is-imported',
  setup(build) {
    build.onResolve({ filter: /^(?:@repo\/|\.)/ }, async ({ path, pluginData, ...from }) => {
      if (pluginData === SEEN || from.kind === 'entry-point') return;
      const found = await build.resolve(path, { ...from, pluginData: SEEN });
      return found.path.includes('/libs/') ? { path: found.path, sideEffects: false } : found;
    });
  },
};

const SEEN = Symbol('seen');
