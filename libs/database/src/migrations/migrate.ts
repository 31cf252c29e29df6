import type { DataSource, MigrationExecutor, QueryRunner } from 'typeorm';

/** The advisory lock of who changes the schema: a number that nothing else in this project uses. */
const SCHEMA_LOCK = 7_102_026_001;

/** The names of the migrations that the database lacks, oldest first. Changes nothing. */
export async function pendingMigrations(dataSource: DataSource): Promise<readonly string[]> {
  const { MigrationExecutor } = await import('typeorm');
  const pending = await new MigrationExecutor(dataSource).getPendingMigrations();
  return pending.map(({ name }) => name);
}

/**
 * Brings the schema up to date, each migration in a transaction of its own. Any number of processes
 * may do so at once: one works, the others wait and then find nothing to do. It needs a connection
 * of its own session, which a pooler in transaction mode does not give.
 *
 * @returns the names of the migrations that were run
 */
export function migrate(dataSource: DataSource): Promise<readonly string[]> {
  return withSchemaLock(dataSource, async (executor) => {
    const done = await executor.executePendingMigrations();
    return done.map(({ name }) => name);
  });
}

/**
 * Takes back the migration that was run last.
 *
 * @returns its name, nothing when none was left
 */
export function revertLast(dataSource: DataSource): Promise<string | undefined> {
  return withSchemaLock(dataSource, async (executor) => {
    const [last] = await executor.getExecutedMigrations();
    await executor.undoLastMigration();
    return last?.name;
  });
}

async function withSchemaLock<T>(
  dataSource: DataSource,
  work: (executor: MigrationExecutor) => Promise<T>,
): Promise<T> {
  const { MigrationExecutor } = await import('typeorm');
  const runner = dataSource.createQueryRunner();
  try {
    // A migration, and waiting for another's, may take longer than any statement of the app.
    await runner.query('set statement_timeout = 0');
    await runner.query('select pg_advisory_lock($1)', [SCHEMA_LOCK]);
    const executor = new MigrationExecutor(dataSource, runner);
    executor.transaction = 'each';
    try {
      return await work(executor);
    } finally {
      await unlock(runner);
    }
  } finally {
    await runner.release();
  }
}

/** After a lost connection the server has let go of the lock by itself. */
async function unlock(runner: QueryRunner): Promise<void> {
  await runner.query('select pg_advisory_unlock($1)', [SCHEMA_LOCK]).catch(() => undefined);
  await runner.query('reset statement_timeout').catch(() => undefined);
}
