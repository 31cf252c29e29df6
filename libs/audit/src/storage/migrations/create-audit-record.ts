import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The table of the audit trail, without a partition: those come with time, see `PartitionKeeper`. */
export class CreateAuditRecord1795365000000 implements MigrationInterface {
  readonly name = 'CreateAuditRecord1795365000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    for (const index of INDEXES) await runner.query(index);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE audit_record');
  }
}

/** The partition key must be in the primary key; time in front makes that the order of reading. */
const TABLE = `
  CREATE TABLE audit_record (
    id uuid NOT NULL,
    at timestamptz(3) NOT NULL,
    duration_ms double precision NOT NULL,
    bytes_in integer NOT NULL,
    bytes_out integer NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    request_id text NOT NULL,
    trace_id text,
    principal text NOT NULL,
    client_id text NOT NULL,
    software text NOT NULL,
    era text NOT NULL,
    outcome text NOT NULL,
    arguments jsonb,
    PRIMARY KEY (at, id)
  ) PARTITION BY RANGE (at)`;

/**
 * One for each filter, in the order of pages. Nearly all calls are of tools and go well: the indexes
 * of kinds and outcomes leave those out, and cost them nothing.
 */
const INDEXES = [
  'CREATE INDEX audit_record_principal ON audit_record (principal, at, id)',
  'CREATE INDEX audit_record_client ON audit_record (client_id, at, id)',
  'CREATE INDEX audit_record_name ON audit_record (name, at, id)',
  'CREATE INDEX audit_record_era ON audit_record (era, at, id)',
  `CREATE INDEX audit_record_kind ON audit_record (kind, at, id) WHERE kind <> 'tool'`,
  `CREATE INDEX audit_record_outcome ON audit_record (outcome, at, id) WHERE outcome <> 'ok'`,
  'CREATE INDEX audit_record_trace ON audit_record (trace_id, at, id) WHERE trace_id IS NOT NULL',
];
