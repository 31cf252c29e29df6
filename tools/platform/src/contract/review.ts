import type { Catalogs } from './catalog';
import { type Change, compareCatalogs } from './compare-catalogs';
import { LOCK_FILE, type ContractLock } from './contract-lock';

export interface ReviewOptions {
  /** The name of the app, for the commands that are told. */
  readonly app: string;
  /** Whether the lock shall be as the app is now. */
  readonly write: boolean;
  /** Why clients may be broken. */
  readonly accept?: string | undefined;
}

export interface Review {
  /** What is told, a line each. */
  readonly lines: readonly string[];
  /** The lock to write, where one is to be written. */
  readonly lock?: ContractLock;
  /** Whether the app is what its lock says, or will be. */
  readonly isRight: boolean;
}

/** Compares what an app promises now with what it has promised, and says what to do. */
export function review(
  lock: ContractLock | undefined,
  now: Catalogs,
  { app, write, accept }: ReviewOptions,
): Review {
  if (lock === undefined) {
    if (write) return written({ version: 1, broken: [], catalogs: now }, ['The first lock.']);
    const how = `To have its contract watched, write it: ${command(app)} --write`;
    return { isRight: true, lines: [`${app} has no ${LOCK_FILE}. ${how}`] };
  }
  const changes = compareCatalogs(lock.catalogs, now);
  if (changes.length === 0) return { isRight: true, lines: ['The catalog is what its lock says.'] };
  const lines = changes.map(lineOf);
  const breaking = changes.filter(({ isBreaking }) => isBreaking);
  if (breaking.length > 0 && accept === undefined) {
    const how = `${command(app)} --accept="why clients may break"`;
    return { isRight: false, lines: [...lines, '', `This breaks clients. Mend it, or: ${how}`] };
  }
  if (!write && accept === undefined) {
    return { isRight: false, lines: [...lines, '', `It breaks nobody: ${command(app)} --write`] };
  }
  if (breaking.length === 0) return written({ ...lock, catalogs: now }, lines);
  const version = lock.version + 1;
  const entry = { version, reason: accept ?? '', changes: breaking.map(textOf) };
  return written({ version, broken: [...lock.broken, entry], catalogs: now }, [
    ...lines,
    '',
    `This is version ${version} of the contract. Environments that are not ready for it refuse it: deploy/contracts.json.`,
  ]);
}

function written(lock: ContractLock, lines: readonly string[]): Review {
  return { isRight: true, lines, lock };
}

function command(app: string): string {
  return `npx nx run ${app}:contract`;
}

function lineOf(change: Change): string {
  return `${change.isBreaking ? 'breaks' : 'fits  '}  ${textOf(change)}`;
}

function textOf({ where, what }: Change): string {
  return `${where}: ${what}`;
}
