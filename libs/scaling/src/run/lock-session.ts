import type { Tables } from '@repo/database';
import type { QueryRunner } from 'typeorm';

/** Milliseconds after which a worker that hangs holds no lock any more. */
export const HUNG_HOLDER_MS = 60_000;

/**
 * One session of PostgreSQL for all the locks of a process: a connection of the pool while any is
 * held. The server lets go of them when the process dies; of one whose machine is cut off after 30
 * seconds, and of one that hangs after 60: what it held up has still to come up within two minutes.
 */
export class LockSession {
  private runner: QueryRunner | undefined;
  private users = 0;
  /** Statements of one connection go one after the other. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly tables: Tables) {}

  /** Runs `work` with a session that stays open for as long as that lasts. */
  async use<T>(work: () => Promise<T>): Promise<T> {
    this.users += 1;
    try {
      return await work();
    } finally {
      this.users -= 1;
      if (this.users === 0) await this.inTurn(() => this.release());
    }
  }

  /** @returns the connection that answered, and its rows */
  async query<T>(statement: string, parameters: unknown[]): Promise<[QueryRunner, T]> {
    return this.inTurn(async () => {
      const runner = await this.open();
      return [runner, (await runner.query(statement, parameters)) as T];
    });
  }

  /** Whether what was locked by a connection still is. */
  holds(runner: QueryRunner): boolean {
    return this.runner === runner && !runner.isReleased;
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work);
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async open(): Promise<QueryRunner> {
    // TypeORM gives up a connection that broke.
    if (this.runner !== undefined && !this.runner.isReleased) return this.runner;
    const runner = await this.tables.createQueryRunner();
    try {
      for (const setting of SETTINGS) await runner.query(`SET ${setting}`);
    } catch (error) {
      await runner.release().catch(() => undefined);
      throw error;
    }
    this.runner = runner;
    return runner;
  }

  private async release(): Promise<void> {
    const { runner } = this;
    if (runner === undefined || this.users > 0) return;
    this.runner = undefined;
    if (runner.isReleased) return;
    try {
      await runner.query('RESET idle_session_timeout');
    } finally {
      await runner.release();
    }
  }
}

const SETTINGS = [
  'tcp_keepalives_idle = 15',
  'tcp_keepalives_interval = 5',
  'tcp_keepalives_count = 3',
  `idle_session_timeout = ${HUNG_HOLDER_MS}`,
];
