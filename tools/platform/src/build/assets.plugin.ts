import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Plugin } from 'esbuild';

/** A file of first-party code; its project is what stands before `src`. */
const SOURCE = /^(?!.*[\\/]node_modules[\\/])(.*?)[\\/]src[\\/]/;

/**
 * Copies what the bundled projects read at run time besides their code, `assets` beside `src`, into
 * `assets` beside the bundle, where `assetPath` finds it. That folder is always there, so that an
 * image can take it.
 */
export const assets: Plugin = {
  name: 'assets',
  setup(build) {
    build.initialOptions.metafile = true;
    const { absWorkingDir = process.cwd(), outfile = '' } = build.initialOptions;
    build.onEnd(({ errors, metafile }) => {
      if (errors.length > 0 || metafile === undefined) return undefined;
      const target = join(dirname(resolve(absWorkingDir, outfile)), 'assets');
      rmSync(target, { recursive: true, force: true });
      mkdirSync(target, { recursive: true });
      const projects = Object.keys(metafile.inputs).map(
        (file) => SOURCE.exec(resolve(absWorkingDir, file))?.[1],
      );
      const folders = [...new Set(projects)]
        .filter((project) => project !== undefined)
        .map((project) => join(project, 'assets'))
        .filter((folder) => existsSync(folder));
      return { errors: folders.flatMap((folder) => copyInto(target, folder)) };
    });
  },
};

/** @returns what two projects have under one name, as errors of the build */
function copyInto(target: string, folder: string): { text: string }[] {
  const names = readdirSync(folder);
  const taken = names.filter((name) => existsSync(join(target, name)));
  for (const name of names.filter((one) => !taken.includes(one))) {
    cpSync(join(folder, name), join(target, name), { recursive: true, verbatimSymlinks: true });
  }
  return taken.map((name) => ({
    text: `${join(folder, name)} has the name of an asset of another project: give it another.`,
  }));
}
