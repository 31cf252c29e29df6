import type { AuditRecord } from '../record/audit-record';

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
  ['software', 'software', 'text'],
  ['era', 'era', 'text'],
  ['outcome', 'outcome', 'text'],
  ['arguments', 'arguments', 'text'],
];

/** What has another type in the table than in JSON. */
const CONVERTED: Partial<Record<keyof AuditRecord, string>> = {
  at: 'to_timestamp(r.at / 1000)',
  arguments: 'r.arguments::jsonb',
};

const columns = COLUMNS.map(([column]) => column).join(', ');
const values = COLUMNS.map(([, field]) => CONVERTED[field] ?? `r."${field}"`).join(', ');
const types = COLUMNS.map(([, field, type]) => `"${field}" ${type}`).join(', ');

/**
 * Stores any number of records with one plan, and those that are there already not again: a repeated
 * attempt does no harm. They come as one JSON text: an array for each column, through `unnest`, cost
 * this process two and a half times as much for each record, and the server a third more.
 */
export const INSERT_RECORDS = {
  name: 'audit-insert',
  text: `INSERT INTO audit_record (${columns}) SELECT ${values} FROM json_to_recordset($1::json) AS r(${types}) ON CONFLICT DO NOTHING`,
};

/** The parameters of `INSERT_RECORDS`. */
export function insertValues(records: readonly AuditRecord[]): [string] {
  return [JSON.stringify(records)];
}
