import type { MigrationInterface, QueryRunner } from 'typeorm';
import { QUEUE_SCHEMA } from './queue-schema-name';

/**
 * BullMQ's tables, as of schema version 11. It migrates them in a transaction of its own. A newer
 * BullMQ with a newer schema gets a further migration that does the same; a spec tells when.
 */
export class CreateQueue1795366000000 implements MigrationInterface {
  readonly name = 'CreateQueue1795366000000';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    // Loaded here: processes that only hold the list of migrations start without BullMQ.
    const { runMigrations } = await import('bullmq');
    await runMigrations(
      {
        query: async <R>(text: string, parameters?: readonly unknown[]) => {
          const result = await runner.query(text, parameters && [...parameters], true);
          return { rows: result.records as R[], rowCount: result.affected ?? null };
        },
      },
      QUEUE_SCHEMA,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP SCHEMA ${QUEUE_SCHEMA} CASCADE`);
  }
}
