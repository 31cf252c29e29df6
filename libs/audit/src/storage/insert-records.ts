import type { QueryConfig } from 'pg';
import type { AuditRecord } from '../record/audit-record';
import { COLUMN_LIST, COLUMNS } from './record-columns';

/** What has another type in the table than in JSON. */
const CONVERTED: Partial<Record<keyof AuditRecord, string>> = {
  at: 'to_timestamp(r.at / 1000)',
  arguments: 'r.arguments::jsonb',
};

const values = COLUMNS.map(([, field]) => CONVERTED[field] ?? `r."${field}"`).join(', ');
const types = COLUMNS.map(([, field, type]) => `"${field}" ${type}`).join(', ');

const text = `INSERT INTO audit_record (${COLUMN_LIST}) SELECT ${values} FROM json_to_recordset($1::json) AS r(${types}) ON CONFLICT DO NOTHING`;

/**
 * Stores those of the records that are not there yet: for an attempt that is repeated. For the first
 * one `CopyRecords` costs the server half.
 */
export function insertRecords(records: readonly AuditRecord[]): QueryConfig {
  return { name: 'audit-insert', text, values: [JSON.stringify(records)] };
}
