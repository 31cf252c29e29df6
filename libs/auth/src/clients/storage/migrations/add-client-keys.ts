import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The public keys by which a client shows that it is itself, or where they are. */
export class AddClientKeys1796060000000 implements MigrationInterface {
  readonly name = 'AddClientKeys1796060000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE auth_client ADD COLUMN jwks jsonb, ADD COLUMN jwks_uri text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE auth_client DROP COLUMN jwks, DROP COLUMN jwks_uri');
  }
}
