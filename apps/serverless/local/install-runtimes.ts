import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const RUNTIMES = join(__dirname, '../runtimes');

/**
 * Installs the platforms' own runtimes where they are missing: they are no part of the workspace.
 * Lambda's is compiled, which takes a minute and needs a C++ compiler, make, cmake and autotools.
 *
 * @throws {Error} npm failed; it has said why
 */
export function installRuntimes(): void {
  // npm writes this file last, so an install that broke off is done again.
  if (existsSync(join(RUNTIMES, 'node_modules/.package-lock.json'))) return;
  console.error('installing the runtimes of the platforms …');
  const { status } = spawnSync('npm', ['ci', '--loglevel=error'], {
    cwd: RUNTIMES,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error(`npm ci failed in ${RUNTIMES}.`);
}

/** Whether the native part of Lambda's runtime could be compiled here. */
export function hasLambdaRuntime(): boolean {
  return existsSync(join(RUNTIMES, 'node_modules/aws-lambda-ric/rapid-client.node'));
}
