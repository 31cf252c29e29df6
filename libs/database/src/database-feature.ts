import type { EntitySchema, MigrationInterface } from 'typeorm';

/** A class with `@Entity()`, or an `EntitySchema`. */
export type Entity = (abstract new (...parameters: never[]) => object) | EntitySchema;

/**
 * A class whose name ends in the milliseconds of when it was written: `CreateCalls1790000000000`.
 * `transaction = false` on it is for statements that PostgreSQL takes in no transaction.
 */
export type Migration = new () => MigrationInterface;

/**
 * What one library adds to the database. Classes, not globs: those find nothing in a bundle.
 *
 * A table that its migration partitions, or makes in another way that TypeORM cannot say, has an
 * entity with `@Entity({ synchronize: false })`: then the drift check and `migration-generate` leave
 * it alone.
 *
 * @example
 * export const auditSchema: DatabaseFeature = {
 *   entities: [CallEntity],
 *   migrations: [CreateCalls1790000000000],
 * };
 */
export interface DatabaseFeature {
  readonly entities: readonly Entity[];
  readonly migrations: readonly Migration[];
}
