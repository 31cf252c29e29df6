import { resolve } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions } from './bundle-options';

const [appRoot] = process.argv.slice(2);
if (!appRoot) {
  throw new Error('Say which app to build: build.cli.ts <folder of the app>');
}

// esbuild has printed the faults of the source already.
build(bundleOptions(resolve(appRoot))).catch(() => process.exit(1));
