import type { Tables } from '@repo/database';
import type { TargetLock } from '../reconcile/lock';

/** The advisory locks of targets: a number that nothing else in this project uses. */
const TARGET_LOCK = 7_102;

/**
 * One change at a time for each target over all workers of a database: an advisory lock of a
 * transaction that is open for as long as the work lasts and does nothing else. PostgreSQL lets go
 * of it when the holder dies. A holder whose machine is cut off is given up after 30 seconds, one
 * that hangs after 90. It takes a connection of the pool for that time.
 */
export class PostgresLock implements TargetLock {
  constructor(private readonly tables: Tables) {}

  async tryRun<T>(target: string, work: () => Promise<T>): Promise<{ done: T } | 'busy'> {
    return this.tables.transaction(async (manager) => {
      for (const setting of settings) await manager.query(`SET LOCAL ${setting}`);
      const [row] = await manager.query<{ held: boolean }[]>(
        'SELECT pg_try_advisory_xact_lock($1, hashtext($2)) AS held',
        [TARGET_LOCK, target],
      );
      return row?.held === true ? { done: await work() } : 'busy';
    });
  }
}

const settings = [
  'tcp_keepalives_idle = 15',
  'tcp_keepalives_interval = 5',
  'tcp_keepalives_count = 3',
  `idle_in_transaction_session_timeout = '90s'`,
];
