import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tasks that wait for somebody's decision, and what was decided. */
export class AddTaskApproval1796083200000 implements MigrationInterface {
  readonly name = 'AddTaskApproval1796083200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    const columns = COLUMNS.map((column) => `DROP COLUMN ${column.split(' ', 1)[0]}`);
    await runner.query(`ALTER TABLE task ${columns.join(', ')}`);
  }
}

const COLUMNS = [
  'approval text',
  'approval_reason text',
  'approval_expires_at timestamptz(3)',
  'arguments_hash text',
  'decided_by text',
  'decided_at timestamptz(3)',
  'decision_reason text',
  'notice_at timestamptz(3)',
  'notices integer',
  'joinable boolean',
];

/** A caller has one task of the same arguments that further calls join: this index sees to it. */
const STATEMENTS = [
  `ALTER TABLE task ${COLUMNS.map((column) => `ADD COLUMN ${column}`).join(', ')}`,
  `CREATE INDEX task_pending ON task (app, created_at, id) WHERE approval = 'pending'`,
  `CREATE INDEX task_notice ON task (notice_at) WHERE notice_at IS NOT NULL`,
  `CREATE UNIQUE INDEX task_joinable ON task (app, owner, arguments_hash) WHERE joinable`,
];
