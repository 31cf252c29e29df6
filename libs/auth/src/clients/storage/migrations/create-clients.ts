import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The machines that may call, their secrets and keys, and the number of their last change. */
export class CreateClients1795370000000 implements MigrationInterface {
  readonly name = 'CreateClients1795370000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...TABLES, ...REVISION]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE auth_api_key, auth_client_secret, auth_client, auth_client_revision',
    );
    await runner.query('DROP FUNCTION auth_count_client_change');
  }
}

const TABLES = [
  `CREATE TABLE auth_client (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    scopes text[] NOT NULL,
    created_at timestamptz(3) NOT NULL,
    created_by text NOT NULL,
    expires_at timestamptz(3),
    disabled_at timestamptz(3),
    deleted_at timestamptz(3),
    last_used_at timestamptz(3)
  )`,
  'CREATE UNIQUE INDEX auth_client_name ON auth_client (name) WHERE deleted_at IS NULL',
  'CREATE INDEX auth_client_order ON auth_client (created_at, id)',
  `CREATE TABLE auth_client_secret (
    id text PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES auth_client ON DELETE CASCADE,
    hash text NOT NULL,
    created_at timestamptz(3) NOT NULL,
    expires_at timestamptz(3)
  )`,
  'CREATE INDEX auth_client_secret_client ON auth_client_secret (client_id)',
  `CREATE TABLE auth_api_key (
    id text PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES auth_client ON DELETE CASCADE,
    name text NOT NULL,
    scopes text[] NOT NULL,
    hash text NOT NULL,
    created_at timestamptz(3) NOT NULL,
    created_by text NOT NULL,
    expires_at timestamptz(3),
    revoked_at timestamptz(3),
    last_used_at timestamptz(3)
  )`,
  'CREATE INDEX auth_api_key_client ON auth_api_key (client_id, created_at, id)',
];

/**
 * One number that every change raises, be it made by the platform or by hand: replicas ask for it
 * every two seconds, and for the rest only when it has changed. Its row is locked until the change is
 * committed, so nobody sees a number before what it stands for. Notes of use are no change.
 */
const REVISION = [
  'CREATE TABLE auth_client_revision (value bigint NOT NULL)',
  'INSERT INTO auth_client_revision VALUES (1)',
  `CREATE FUNCTION auth_count_client_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE auth_client_revision SET value = value + 1;
      RETURN NULL;
    END
  $$`,
  `CREATE TRIGGER auth_client_change
    AFTER INSERT OR DELETE OR UPDATE OF name, scopes, expires_at, disabled_at, deleted_at
    ON auth_client FOR EACH STATEMENT EXECUTE FUNCTION auth_count_client_change()`,
  `CREATE TRIGGER auth_api_key_change
    AFTER INSERT OR DELETE OR UPDATE OF scopes, hash, expires_at, revoked_at
    ON auth_api_key FOR EACH STATEMENT EXECUTE FUNCTION auth_count_client_change()`,
];
