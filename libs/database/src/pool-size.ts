import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { Database } from './database';

/** What is used of the database. */
interface OpenedDatabase {
  readonly opened: Promise<void>;
  readonly dataSource: DataSource;
}

/** What is used of the pool of `pg`, which takes a new `max` while it runs. */
interface Pool {
  readonly options: { max: number };
  readonly totalCount: number;
  readonly idleCount: number;
  connect(): Promise<{ release(destroy: boolean): void }>;
  on(event: 'release', listener: () => void): void;
}

/** How many connections this process keeps at most, changeable while it runs. */
@Injectable()
export class PoolSize {
  private watched?: Pool;
  private trimming = false;

  constructor(@Inject(Database) private readonly database: OpenedDatabase) {}

  /**
   * Holds for connections that are made from now on. Surplus ones are closed: the idle at once, the
   * busy when their work is done.
   *
   * @param max at least 1
   */
  async resize(max: number): Promise<void> {
    await this.database.opened;
    const pool = this.pool(this.database.dataSource);
    pool.options.max = max;
    await this.trim(pool);
  }

  /** There is none before the data source is open. */
  private pool(dataSource: DataSource): Pool {
    if (this.watched !== undefined) return this.watched;
    const { master: pool } = dataSource.driver as unknown as { master: Pool };
    // Told before the pool has the connection back: hence the turn of the event loop.
    pool.on('release', () => {
      if (surplus(pool) > 0) setImmediate(() => void this.trim(pool));
    });
    return (this.watched = pool);
  }

  /** The pool's own way to get rid of a connection is to take it out and not give it back. */
  private async trim(pool: Pool): Promise<void> {
    if (this.trimming) return;
    this.trimming = true;
    try {
      while (surplus(pool) > 0 && pool.idleCount > 0) (await pool.connect()).release(true);
    } catch {
      // The pool was closed meanwhile, and with it all of its connections.
    } finally {
      this.trimming = false;
    }
  }
}

function surplus({ totalCount, options }: Pool): number {
  return totalCount - options.max;
}
