import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Tokens of people for other services, and those of their providers which are exchanged for some. And
 * by which key a record of the sign-in is sealed (null for those of the version
 * before), and since when somebody may not sign in.
 */
export class CreateCredentials1796062000000 implements MigrationInterface {
  readonly name = 'CreateCredentials1796062000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLE) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE auth_person DROP COLUMN disabled_at');
    await runner.query('ALTER TABLE auth_record DROP COLUMN key_id');
    await runner.query('DROP TABLE auth_credential');
  }
}

const TABLE = [
  `CREATE TABLE auth_credential (
    person_id text NOT NULL,
    service text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    sealed bytea,
    key_id text,
    created_at timestamptz(3) NOT NULL,
    used_at timestamptz(3),
    ends_at timestamptz(3) NOT NULL,
    lease text,
    lease_ends_at timestamptz(3),
    PRIMARY KEY (person_id, service)
  )`,
  'CREATE INDEX auth_credential_end ON auth_credential (ends_at)',
  'CREATE INDEX auth_credential_key ON auth_credential (key_id)',
  'ALTER TABLE auth_record ADD COLUMN key_id text',
  'ALTER TABLE auth_person ADD COLUMN disabled_at timestamptz(3)',
];
