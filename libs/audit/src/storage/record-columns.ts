import type { AuditRecord } from '../record/audit-record';

/** The columns, with the field that each comes from and the type that it has in JSON. */
export const COLUMNS: readonly (readonly [
  column: string,
  field: keyof AuditRecord,
  type: string,
])[] = [
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
  ['detail', 'detail', 'text'],
  ['arguments', 'arguments', 'text'],
];

export const COLUMN_LIST = COLUMNS.map(([column]) => column).join(', ');
