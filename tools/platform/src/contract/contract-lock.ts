import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { catalogs } from './catalog';

/** Of an app; beside its package.json. */
export const LOCK_FILE = 'contract.lock.json';

const lock = z.object({
  /** Grows with each change that breaks clients. */
  version: z.int().min(1),
  /** What broke with each version, newest last. */
  broken: z.array(z.object({ version: z.int(), reason: z.string(), changes: z.array(z.string()) })),
  catalogs,
});

/** What an app promises its clients, as it is committed. */
export type ContractLock = z.infer<typeof lock>;

/**
 * @param appRoot the folder of the app
 * @returns undefined where it has none
 * @throws {Error} the file is none that this program wrote
 */
export function readLock(appRoot: string): ContractLock | undefined {
  const file = join(appRoot, LOCK_FILE);
  if (!existsSync(file)) return undefined;
  const { data, error } = lock.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (data !== undefined) return data;
  throw new Error(
    `${file} is no lock of a contract, so take the one of git: ${z.prettifyError(error)}`,
  );
}

/** As it is written: the same catalogs make the same text. */
export function lockText({ version, broken, catalogs }: ContractLock): string {
  return `${JSON.stringify({ version, broken, catalogs: sorted(catalogs) }, null, 2)}\n`;
}

/** Keys in order; what is undefined is left out. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
