import type { Position } from '@repo/database';
import type { AuditFilter } from './audit-filter';

/** A statement with its parameters. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

const COLUMNS = [
  'id',
  'at',
  'kind',
  'name',
  'request_id',
  'trace_id',
  'principal',
  'client_id',
  'issuer',
  'address',
  'software',
  'era',
  'outcome',
  'detail',
  'duration_ms',
  'bytes_in',
  'bytes_out',
  'arguments',
  'count',
];

/** Columns that a record must be equal in. */
const EQUAL = {
  principal: 'principal',
  client: 'client_id',
  issuer: 'issuer',
  address: 'address',
  name: 'name',
  kind: 'kind',
  outcome: 'outcome',
  detail: 'detail',
  era: 'era',
  traceId: 'trace_id',
} as const;

/**
 * Reads records that fit a filter, newest first. However far back a page lies, it costs the same:
 * an index leads to where the page before ended, nothing is counted off.
 */
export function pageQuery(
  filter: AuditFilter,
  after: Position | undefined,
  limit: number,
): Statement {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions: string[] = [];

  if (filter.from !== undefined) conditions.push(`at >= ${bind(timeOf(filter.from))}`);
  if (filter.to !== undefined) conditions.push(`at < ${bind(timeOf(filter.to))}`);
  for (const [field, column] of Object.entries(EQUAL)) {
    const value = filter[field as keyof typeof EQUAL];
    if (value !== undefined) conditions.push(`${column} = ${bind(value)}`);
  }
  if (after !== undefined) {
    const at = bind(timeOf(after.at));
    // The first says nothing new, but by it PostgreSQL leaves out the partitions of later months.
    conditions.push(`at <= ${at}`, `(at, id) < (${at}, ${bind(after.id)})`);
  }
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  const text = `SELECT ${COLUMNS.join(', ')} FROM audit_record${where} ORDER BY at DESC, id DESC LIMIT ${bind(limit)}`;
  return { text, values };
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}
