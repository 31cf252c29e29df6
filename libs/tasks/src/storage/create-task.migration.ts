import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Calls that outlive a connection. */
export class CreateTask1796080000000 implements MigrationInterface {
  readonly name = 'CreateTask1796080000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE task');
  }
}

/** What is JSON is kept as text: `jsonb` has no place for U+0000, and nothing asks for a part of it. */
const STATEMENTS = [
  `CREATE TABLE task (
    id uuid NOT NULL CONSTRAINT task_pkey PRIMARY KEY,
    app text NOT NULL,
    server text NOT NULL,
    tool text NOT NULL,
    owner text NOT NULL,
    counted_as text NOT NULL,
    client text NOT NULL,
    params text NOT NULL,
    answers text NOT NULL,
    questions text,
    checkpoint text,
    status text NOT NULL,
    status_message text,
    outcome text,
    result text,
    error text,
    timeout_ms integer NOT NULL,
    tries integer NOT NULL,
    attempt integer NOT NULL,
    seq integer NOT NULL,
    run uuid,
    due_at timestamptz(3),
    cancelled boolean NOT NULL,
    dead boolean NOT NULL,
    created_at timestamptz(3) NOT NULL,
    updated_at timestamptz(3) NOT NULL,
    expires_at timestamptz(3) NOT NULL
  )`,
  `CREATE INDEX task_due ON task (due_at) WHERE due_at IS NOT NULL`,
  `CREATE INDEX task_open_of_caller ON task (counted_as) WHERE status IN ('working', 'input_required')`,
  `CREATE INDEX task_open_of_tool ON task (server, tool) WHERE status IN ('working', 'input_required')`,
  `CREATE INDEX task_of_owner ON task (owner, created_at, id)`,
  `CREATE INDEX task_expiry ON task (expires_at)`,
];
