import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who vouches for a caller and where it came from. The defaults are for records that are there
 * already, and for processes of the version before, which write no such columns.
 */
export class AddCaller1796018400000 implements MigrationInterface {
  readonly name = 'AddCaller1796018400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE audit_record ADD COLUMN issuer text NOT NULL DEFAULT '', ADD COLUMN address text NOT NULL DEFAULT ''`,
    );
    await runner.query(
      `CREATE INDEX audit_record_address ON audit_record (address, at) WHERE address <> ''`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX audit_record_address');
    await runner.query('ALTER TABLE audit_record DROP COLUMN address, DROP COLUMN issuer');
  }
}
