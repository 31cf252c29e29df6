import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Changes are in the history before they are ordered, and end there later. */
export class AddChangeDue1795650000000 implements MigrationInterface {
  readonly name = 'AddChangeDue1795650000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE scaling_event ADD COLUMN due_at timestamptz(3), ADD COLUMN ended_at timestamptz(3)',
    );
    await runner.query(
      'CREATE INDEX scaling_event_under_way ON scaling_event (target) WHERE due_at IS NOT NULL',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX scaling_event_under_way');
    await runner.query('ALTER TABLE scaling_event DROP COLUMN due_at, DROP COLUMN ended_at');
  }
}
