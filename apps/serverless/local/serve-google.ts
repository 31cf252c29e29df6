import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { freePort, until } from '@repo/foundation/testing';
import { RUNTIMES } from './install-runtimes';
import { ended } from './lambda-process';
import type { LocalOptions, LocalRun } from './local-run';

const FRAMEWORK = join(
  RUNTIMES,
  'node_modules/@google-cloud/functions-framework/build/src/main.js',
);

/** Serves a Cloud Function by Google's own framework. */
export async function serveGoogle({ folder, port }: LocalOptions): Promise<LocalRun> {
  // The framework does not tell the port that it chose itself.
  const chosen = port === 0 ? await freePort() : port;
  const child = spawn(
    process.execPath,
    [FRAMEWORK, `--source=${join(folder, 'main.js')}`, '--target=mcp', `--port=${chosen}`],
    {
      cwd: folder,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, FUNCTION_SIGNATURE_TYPE: 'http', HOST: '127.0.0.1' },
    },
  );
  const url = `http://127.0.0.1:${chosen}`;
  const answers = () =>
    fetch(`${url}/health`).then(
      () => true,
      () => false,
    );
  await until(answers, `an answer of ${url}`);
  return { url, stop: () => ended(child) };
}
