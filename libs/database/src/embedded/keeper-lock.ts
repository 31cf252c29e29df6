import { mkdirSync, readFileSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Where the keeper of a server listens, on the loopback interface. */
export interface KeeperAddress {
  readonly pid: number;
  readonly port: number;
  readonly token: string;
}

/** Milliseconds after which a removal counts as abandoned; it takes less than one. */
const ABANDONED_MS = 10_000;

/** The address in the lock of a home folder, none when there is no lock. */
export function keeperAddress(home: string): KeeperAddress | undefined {
  try {
    return JSON.parse(readFileSync(join(home, 'keeper/address.json'), 'utf8')) as KeeperAddress;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Removes the lock of a keeper that is gone. Of several processes that found it gone one at a time
 * may look again and remove, or a slow one would remove the lock of the keeper that came after.
 */
export function removeStaleLock(home: string, stale: KeeperAddress): void {
  const removal = join(home, 'keeper.removal');
  try {
    mkdirSync(removal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (isAbandoned(removal)) remove(removal);
    return;
  }
  try {
    if (keeperAddress(home)?.token === stale.token)
      rmSync(join(home, 'keeper'), { recursive: true, force: true });
  } finally {
    remove(removal);
  }
}

function isAbandoned(folder: string): boolean {
  const age = Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  return age > ABANDONED_MS;
}

function remove(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
