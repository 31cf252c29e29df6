import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why callers were turned away, and indexes that cost a write less: those of filters have no `id`,
 * which PostgreSQL sorts in passing, and that of eras leaves out the one of most calls.
 */
export class AddDetail1795368600000 implements MigrationInterface {
  readonly name = 'AddDetail1795368600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE audit_record ADD COLUMN detail text');
    for (const name of Object.keys(FILTERS)) await runner.query(`DROP INDEX audit_record_${name}`);
    for (const [name, { column, where }] of Object.entries(SLIM)) {
      const condition = where === undefined ? '' : ` WHERE ${where}`;
      await runner.query(
        `CREATE INDEX audit_record_${name} ON audit_record (${column}, at)${condition}`,
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of Object.keys(SLIM)) await runner.query(`DROP INDEX audit_record_${name}`);
    for (const [name, { column, where }] of Object.entries(FILTERS)) {
      const condition = where === undefined ? '' : ` WHERE ${where}`;
      await runner.query(
        `CREATE INDEX audit_record_${name} ON audit_record (${column}, at, id)${condition}`,
      );
    }
    await runner.query('ALTER TABLE audit_record DROP COLUMN detail');
  }
}

interface Index {
  readonly column: string;
  readonly where?: string;
}

/** As `CreateAuditRecord` made them. */
const FILTERS: Readonly<Record<string, Index>> = {
  principal: { column: 'principal' },
  client: { column: 'client_id' },
  name: { column: 'name' },
  era: { column: 'era' },
  kind: { column: 'kind', where: "kind <> 'tool'" },
  outcome: { column: 'outcome', where: "outcome <> 'ok'" },
  trace: { column: 'trace_id', where: 'trace_id IS NOT NULL' },
};

const SLIM: Readonly<Record<string, Index>> = {
  ...FILTERS,
  era: { column: 'era', where: "era <> 'modern'" },
  detail: { column: 'detail', where: 'detail IS NOT NULL' },
};
