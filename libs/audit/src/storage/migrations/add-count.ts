import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How many refusals of a minute one record stands for. The default is for records that are there
 * already, and for processes of the version before, which write no such column.
 */
export class AddCount1796025600000 implements MigrationInterface {
  readonly name = 'AddCount1796025600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE audit_record ADD COLUMN count integer NOT NULL DEFAULT 1');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE audit_record DROP COLUMN count');
  }
}
