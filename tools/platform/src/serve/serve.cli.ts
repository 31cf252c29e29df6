import { basename, resolve } from 'node:path';
import { context } from 'esbuild';
import { bundleOptions } from '../build/bundle-options';
import { AppProcess } from './app-process';
import { restartOnBuild } from './restart-on-build.plugin';
import { whenToldToStop } from './when-told-to-stop';

/** sysexits' EX_CONFIG: the environment is at fault, and no change of the source mends that. */
const configurationFault = 78;

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

  whenToldToStop(() => {
    void Promise.all([app.stop(), builder.dispose()]).finally(() => process.exit(0));
  });
  await builder.watch();
}

const [appRoot] = process.argv.slice(2);
if (!appRoot) {
  throw new Error('Say which app to serve: serve.cli.ts <folder of the app>');
}
void serve(resolve(appRoot));
