import { context, type Plugin } from 'esbuild';
import { basename, resolve } from 'node:path';
import { bundleOptions } from '../build/bundle-options';
import { AppProcess } from './app-process';
import { onStop } from './on-stop';

/** sysexits' EX_UNAVAILABLE and EX_CONFIG: at fault is what no change of the source mends. */
const NOT_OF_THE_SOURCE: readonly unknown[] = [69, 78];

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

/** @param nodeOptions of the app's process alone, so that a debugger finds no other */
async function serve(appRoot: string, nodeOptions: readonly string[]): Promise<void> {
  const name = basename(appRoot);
  const options = bundleOptions(appRoot);

  const app = new AppProcess(options.outfile, nodeOptions, (code) => {
    if (code !== null && NOT_OF_THE_SOURCE.includes(code)) process.exit(code);
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

/** Nx writes `--inspect=true` for `--inspect`. */
const asNodeOption = (text: string) => text.replace(/=true$/, '');

const [appRoot, ...options] = process.argv.slice(2);
const odd = options.find((option) => !/^--inspect(-brk|-wait)?(=|$)/.test(option));
if (!appRoot || odd !== undefined) {
  console.error(
    `${odd ?? 'No app'}: serve takes --inspect, --inspect-brk or --inspect-wait, with or without [host:]port, and the folder of an app.`,
  );
  process.exit(64);
}
void serve(resolve(appRoot), options.map(asNodeOption));
