import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { RUNTIMES } from './install-runtimes';
import { ended } from './lambda-process';
import type { LocalOptions, LocalRun } from './local-run';

const FRAMEWORK = join(
  RUNTIMES,
  'node_modules/@google-cloud/functions-framework/build/src/main.js',
);

/** Serves a Cloud Function by Google's own framework. */
export async function serveGoogle({ folder, port }: LocalOptions): Promise<LocalRun> {
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
  await untilAnswering(`${url}/health`);
  return { url, stop: () => ended(child) };
}

/** The framework does not tell the port that it chose itself. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function untilAnswering(url: string): Promise<void> {
  const until = performance.now() + 20_000;
  for (;;) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer !== undefined) return;
    if (performance.now() > until) throw new Error(`Nothing answers at ${url}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
