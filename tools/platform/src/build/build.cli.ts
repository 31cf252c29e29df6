import { resolve } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions } from './bundle-options';

const [appRoot, entry = 'src/main.ts', outfile = 'dist/main.js'] = process.argv.slice(2);
if (!appRoot) {
  throw new Error('Say which app to build: build.cli.ts <folder of the app> [<entry> <outfile>]');
}

// esbuild has printed the faults of the source already.
build({
  ...bundleOptions(resolve(appRoot)),
  entryPoints: [resolve(appRoot, entry)],
  outfile: resolve(appRoot, outfile),
}).catch(() => process.exit(1));
