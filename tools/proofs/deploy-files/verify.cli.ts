import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Proves the deploy artifacts: `nx verify deploy`. What the proofs need is no part of the
 * workspace, so that who only works on the platform never downloads it; it is installed here at
 * the first use. Arguments go on to Jest: `nx verify deploy kubernetes`.
 */
async function verify(...jestArguments: string[]): Promise<void> {
  const workspace = join(__dirname, '../../..');
  // npm writes this file last, so an install that broke off is done again.
  if (!existsSync(join(__dirname, 'node_modules/.package-lock.json'))) {
    await run(__dirname, 'npm', 'ci', '--loglevel=error');
  }
  await Promise.all([
    run(workspace, 'npx', 'tsc', '-p', __dirname),
    run(workspace, 'npx', 'eslint', __dirname),
    run(workspace, 'npx', 'jest', '-c', join(__dirname, 'jest.config.cjs'), ...jestArguments),
  ]);
}

/** What fails has said why; the others run on. */
async function run(cwd: string, command: string, ...args: string[]): Promise<void> {
  const [code] = (await once(spawn(command, args, { cwd, stdio: 'inherit' }), 'exit')) as [number];
  if (code !== 0) process.exitCode = 1;
}

void verify(...process.argv.slice(2));
