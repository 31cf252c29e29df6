import type { Client, QueryConfig } from 'pg';
import type { AuditRecord } from '../record/audit-record';
import type { RecordBatch } from './record-batch';

/** The columns, with the field that each comes from and the type that it has in JSON. */
const COLUMNS: readonly (readonly [column: string, field: keyof AuditRecord, type: string])[] = [
  ['id', 'id', 'uuid'],
  ['at', 'at', 'double precision'],
  ['duration_ms', 'durationMs', 'double precision'],
  ['bytes_in', 'bytesIn', 'integer'],
  ['bytes_out', 'bytesOut', 'integer'],
  ['kind', 'kind', 'text'],
  ['name', 'name', 'text'],
  ['request_id', 'requestId', 'text'],
  ['trace_id', 'traceId', 'text'],
  ['principal', 'principal', 'text'],
  ['client_id', 'clientId', 'text'],
  ['issuer', 'issuer', 'text'],
  ['address', 'address', 'text'],
  ['software', 'software', 'text'],
  ['era', 'era', 'text'],
  ['outcome', 'outcome', 'text'],
  ['detail', 'detail', 'text'],
  ['arguments', 'arguments', 'text'],
  ['count', 'count', 'integer'],
];

const COLUMN_LIST = COLUMNS.map(([column]) => column).join(', ');

const COPY = `COPY audit_record (${COLUMN_LIST}) FROM STDIN`;

/**
 * Stores records, all or none, by the way that costs the server least. Fails with 23505 where one of
 * them is there already.
 */
export async function copyRecords(client: Client, batch: RecordBatch): Promise<void> {
  // Loaded, as `pg` is, when the first records are stored.
  const { from } = await import('pg-copy-streams');
  const copy = client.query(from(COPY));
  return new Promise((resolve, reject) => {
    // Stays for what a connection that is cut later has to say.
    copy.on('error', reject);
    copy.on('finish', () => resolve());
    copy.end(batch.copyText);
  });
}

/** What has another type in the table than in JSON. */
const CONVERTED: Partial<Record<keyof AuditRecord, string>> = {
  at: 'to_timestamp(r.at / 1000)',
  arguments: 'r.arguments::jsonb',
};

const values = COLUMNS.map(([, field]) => CONVERTED[field] ?? `r."${field}"`).join(', ');
const types = COLUMNS.map(([, field, type]) => `"${field}" ${type}`).join(', ');

const INSERT = `INSERT INTO audit_record (${COLUMN_LIST}) SELECT ${values} FROM json_to_recordset($1::json) AS r(${types}) ON CONFLICT DO NOTHING`;

/**
 * Stores those of the records that are not there yet: for an attempt that is repeated. For the first
 * one `copyRecords` costs the server half.
 */
export function insertRecords(records: readonly AuditRecord[]): QueryConfig {
  return { name: 'audit-insert', text: INSERT, values: [JSON.stringify(records)] };
}
