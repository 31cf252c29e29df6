import { readFile } from 'node:fs/promises';
import { transform } from '@swc/core';
import type { Plugin } from 'esbuild';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace-root';

const startsWithDecorator = /^[\t ]*@\w/m;

/**
 * Compiles files that have decorators with swc: esbuild writes no `design:paramtypes`, from which
 * Nest learns what to inject. All other files are left to esbuild, which is faster.
 */
export const decorators: Plugin = {
  name: 'decorators',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      if (!startsWithDecorator.test(source)) {
        return undefined;
      }
      try {
        const { code } = await transform(source, {
          filename: path,
          configFile: join(workspaceRoot, '.swcrc'),
          // ES modules let esbuild see, and drop, what nobody imports.
          module: { type: 'es6' },
          sourceMaps: 'inline',
        });
        return { contents: code, loader: 'js' };
      } catch (error) {
        // The first part of swc's message shows the line at fault, the rest is swc's own stack.
        const [fault] = String(error).split('Caused by:');
        return { errors: [{ text: fault }] };
      }
    });
  },
};
