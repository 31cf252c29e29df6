import type { AuditRecord } from '../record/audit-record';

/** One record in the text format of `COPY` (PostgreSQL, COPY, Text Format), in the order of `COLUMNS`. */
export function copyLine(record: AuditRecord): string {
  const { id, at, kind, era, outcome, durationMs, bytesIn, bytesOut } = record;
  const numbers = `${durationMs}\t${bytesIn}\t${bytesOut}`;
  const request = `${escaped(record.name)}\t${escaped(record.requestId)}\t${orNull(record.traceId)}`;
  const caller = `${escaped(record.principal)}\t${escaped(record.clientId)}\t${escaped(record.software)}`;
  const end = `${outcome}\t${orNull(record.detail)}\t${orNull(record.arguments)}`;
  return `${id}\t${timeOf(at)}\t${numbers}\t${kind}\t${request}\t${caller}\t${era}\t${end}\n`;
}

function orNull(text: string | null): string {
  return text === null ? '\\N' : escaped(text);
}

const SPECIAL = /[\\\b\f\n\r\t\v]/;
const ALL_SPECIAL = /[\\\b\f\n\r\t\v]/g;
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

function escaped(text: string): string {
  return SPECIAL.test(text) ? text.replace(ALL_SPECIAL, (found) => ESCAPES[found] ?? found) : text;
}

let lastMs = Number.NaN;
let lastTime = '';

/** Under load many records have the same millisecond. */
function timeOf(ms: number): string {
  if (ms !== lastMs) {
    lastMs = ms;
    lastTime = new Date(ms).toISOString();
  }
  return lastTime;
}
