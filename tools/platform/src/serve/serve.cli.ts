import { context, type Plugin } from 'esbuild';
import { basename, resolve } from 'node:path';
import { bundleOptions } from '../build/bundle-options';
import { AppProcess } from './app-process';
import { onStop } from './on-stop';

/** sysexits' EX_CONFIG: the environment is at fault, and no change of the source mends that. */
const configurationFault = 78;

/** Restarts the app after each build without faults; after a broken one the last good app stays. */
const restartOnBuild = (app: AppProcess): Plugin => ({
  name: 'restart-on-build',
  setup(build) {
    build.onEnd(async ({ errors }) => {
      if (errors.length === 0) {
        await app.restart();
      }
    });
  },
});

async function serve(appRoot: string): Promise<void> {
  const name = basename(appRoot);
  const options = bundleOptions(appRoot);

  const app = new AppProcess(options.outfile, (code) => {
    if (code === configurationFault) {
      process.exit(code);
    }
    if (code) {
      console.error(`${name} exited with ${code}: it starts again on the next change.`);
    }
  });

  const builder = await context({
    ...options,
    logLevel: 'warning',
    plugins: [...options.plugins, restartOnBuild(app)],
  });

  onStop(() => {
    void Promise.all([app.stop(), builder.dispose()]).finally(() => process.exit(0));
  });
  await builder.watch();
}

const [appRoot] = process.argv.slice(2);
if (!appRoot) {
  throw new Error('Say which app to serve: serve.cli.ts <folder of the app>');
}
void serve(resolve(appRoot));
