import { DatabaseError, type Tables } from '@repo/database';
import type { QueryRunner } from 'typeorm';
import type { TargetLock } from '../reconcile/lock';
import { LockSession } from './lock-session';

/** The advisory locks of targets: a number that nothing else in this project uses. */
const TARGET_LOCK = 7_102;

/**
 * One change at a time for each target over all workers of a database, by advisory locks of one
 * session: however many targets are changed at once, that takes one connection.
 */
export class PostgresLock implements TargetLock {
  private readonly session: LockSession;
  /** A session gets a lock again that it holds already. */
  private readonly held = new Set<string>();

  constructor(tables: Tables) {
    this.session = new LockSession(tables);
  }

  async tryRun<T>(target: string, work: () => Promise<T>): Promise<{ done: T } | 'busy'> {
    if (this.held.has(target)) return 'busy';
    this.held.add(target);
    try {
      return await this.session.use(() => this.runLocked(target, work));
    } finally {
      this.held.delete(target);
    }
  }

  /** @throws {DatabaseError} the session broke meanwhile: somebody else may have had the lock as well */
  private async runLocked<T>(
    target: string,
    work: () => Promise<T>,
  ): Promise<{ done: T } | 'busy'> {
    const [runner, [row]] = await this.session.query<{ held: boolean }[]>(LOCK, [
      TARGET_LOCK,
      target,
    ]);
    if (row?.held !== true) return 'busy';
    const done = await work().finally(() => this.unlock(target, runner));
    return { done };
  }

  private async unlock(target: string, runner: QueryRunner): Promise<void> {
    if (!this.session.holds(runner)) {
      const text = `the database ended the connection, and the lock of ${target} was lost meanwhile`;
      throw new DatabaseError('DATABASE_UNAVAILABLE', text);
    }
    await this.session.query(UNLOCK, [TARGET_LOCK, target]);
  }
}

const LOCK = 'SELECT pg_try_advisory_lock($1, hashtext($2)) AS held';
const UNLOCK = 'SELECT pg_advisory_unlock($1, hashtext($2))';
