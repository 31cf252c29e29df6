import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Installs the packages of a folder that has a lockfile of its own, where they are missing. They are
 * no part of the workspace: who only works on the platform never downloads them.
 *
 * @throws {Error} npm failed; it has said why
 */
export function installPackages(folder: string): void {
  // npm writes this file last, so an install that broke off is done again.
  if (existsSync(join(folder, 'node_modules/.package-lock.json'))) return;
  console.log(`installing the packages of ${folder} …`);
  const { status } = spawnSync('npm', ['ci', '--loglevel=error'], {
    cwd: folder,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error(`npm ci failed in ${folder}.`);
}

/** The installed version of a package of such a folder. */
export function installedVersion(folder: string, name: string): string {
  const file = join(folder, 'node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
