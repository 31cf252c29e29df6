import type { EntityManager, ObjectLiteral, QueryRunner, Repository } from 'typeorm';

/**
 * The tables of the application. What is asked before the database is open waits until it is, and
 * fails as the opening does; TypeORM's `DataSource`, which is one of these, does not wait.
 *
 * An implementation takes no part in transactions: what `transaction` does is done by its manager.
 */
export abstract class Tables {
  /** @param statement SQL with `$1`, `$2` … for the parameters @returns the rows */
  abstract query<T>(statement: string, parameters?: unknown[]): Promise<T>;

  abstract getRepository<E extends ObjectLiteral>(
    entity: new () => E,
  ): Repository<E> | Promise<Repository<E>>;

  /** Undoes all of the work when that fails. */
  abstract transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T>;

  /** One connection of the pool for as long as it is not released: for what a session holds. */
  abstract createQueryRunner(): QueryRunner | Promise<QueryRunner>;
}
