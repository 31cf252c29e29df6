import type { AuditEntry } from '../audit-entry';

const COLUMNS = [
  'id',
  'at',
  'kind',
  'name',
  'requestId',
  'traceId',
  'principal',
  'client',
  'issuer',
  'address',
  'software',
  'era',
  'outcome',
  'detail',
  'durationMs',
  'bytesIn',
  'bytesOut',
  'arguments',
  'count',
] as const satisfies readonly (keyof AuditEntry)[];

const LINE_END = '\r\n';

/** The first line of a CSV file (RFC 4180). */
export const CSV_HEADER = COLUMNS.join(',') + LINE_END;

/** One line of a CSV file. Clients choose some of the texts: none of them becomes a formula. */
export function csvLine(entry: AuditEntry): string {
  return COLUMNS.map((column) => cellOf(entry[column])).join(',') + LINE_END;
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  return quoted(typeof value === 'string' ? value : JSON.stringify(value));
}

/**
 * What a spreadsheet takes for the start of a formula (OWASP, CSV Injection), full-width forms and
 * what it skips before it included. A leading apostrophe makes it a text.
 */
const FORMULA = /^[\s\p{Cc}]*[=+\-@＝＋－＠|]|^[\t\r\n]/u;

function quoted(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
