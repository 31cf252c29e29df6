import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from '../paths';

/**
 * Installs the peers and the load generator where they are missing. They are no part of the
 * workspace: who only works on the platform never downloads them.
 *
 * @throws {Error} npm failed; it has said why
 */
export function installPeers(): void {
  // npm writes this file last, so an install that broke off is done again.
  if (existsSync(join(paths.peers, 'node_modules/.package-lock.json'))) return;
  console.log('installing what the api is compared with …');
  const { status } = spawnSync('npm', ['ci'], { cwd: paths.peers, stdio: 'inherit' });
  if (status !== 0) throw new Error(`npm ci failed in ${paths.peers}.`);
}

/** The installed version of a peer's package. */
export function peerVersion(name: string): string {
  const file = join(paths.peers, 'node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
