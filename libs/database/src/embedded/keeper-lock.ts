import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the keeper of a server listens, on the loopback interface. */
export interface KeeperAddress {
  readonly pid: number;
  readonly port: number;
  readonly token: string;
}

export interface KeeperLock {
  /** Of the keeper, counted up from 1 in each home folder. */
  readonly number: number;
  /** None when it has ended. One that was killed leaves its address. */
  readonly address?: KeeperAddress;
}

/**
 * The lock of the latest keeper of a home folder: the folder `keeper-<number>`. Whoever finds that
 * keeper gone starts one with the next number, of which there can be one. So no lock is ever taken
 * from anybody, and it does not matter how many found the keeper gone, or how long ago.
 */
export function latestLock(home: string): KeeperLock | undefined {
  const numbers = readdirSync(home).flatMap((name) => /^keeper-(\d+)$/.exec(name)?.[1] ?? []);
  if (numbers.length === 0) return undefined;
  const number = Math.max(...numbers.map(Number));
  try {
    const address = readFileSync(join(home, `keeper-${number}/address.json`), 'utf8');
    return { number, address: JSON.parse(address) as KeeperAddress };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { number };
    throw error;
  }
}
