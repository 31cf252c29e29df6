import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who signed in, and what their sign-ins came to. */
export class CreateSignIn1796055000000 implements MigrationInterface {
  readonly name = 'CreateSignIn1796055000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE auth_record, auth_person');
  }
}

const TABLES = [
  `CREATE TABLE auth_person (
    id text PRIMARY KEY,
    provider text NOT NULL,
    name text NOT NULL,
    email text,
    scopes text[] NOT NULL,
    signed_in_at timestamptz(3) NOT NULL
  )`,
  `CREATE TABLE auth_record (
    kind text NOT NULL,
    id text NOT NULL,
    uid text,
    grant_id text,
    person_id text,
    payload bytea NOT NULL,
    expires_at timestamptz(3) NOT NULL,
    consumed_at timestamptz(3),
    PRIMARY KEY (kind, id)
  )`,
  'CREATE INDEX auth_record_uid ON auth_record (uid) WHERE uid IS NOT NULL',
  'CREATE INDEX auth_record_grant ON auth_record (grant_id) WHERE grant_id IS NOT NULL',
  'CREATE INDEX auth_record_person ON auth_record (person_id) WHERE person_id IS NOT NULL',
  'CREATE INDEX auth_record_end ON auth_record (expires_at)',
];
