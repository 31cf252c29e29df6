import type { Plugin } from 'esbuild';
import type { AppProcess } from './app-process';

/** Restarts the app after each build without faults; after a broken one the last good app stays. */
export const restartOnBuild = (app: AppProcess): Plugin => ({
  name: 'restart-on-build',
  setup(build) {
    build.onEnd(async ({ errors }) => {
      if (errors.length === 0) {
        await app.restart();
      }
    });
  },
});
