import type { AuditRecord, Kind } from '../record/audit-record';

/** One record in the text format of `COPY` (PostgreSQL, COPY, Text Format), in the order of `COLUMNS` (record-statements.ts). */
export function copyLine(record: AuditRecord): string {
  const { id, at, kind, era, outcome, durationMs, bytesIn, bytesOut } = record;
  const { name, requestId, traceId, principal, clientId, issuer, address } = record;
  const { software, detail } = record;
  // One test for all texts, which nearly all records pass, costs less than one for each.
  const texts = `${name}${requestId}${traceId}${principal}${clientId}${issuer}${address}${software}${detail}${record.arguments}`;
  const text = SPECIAL.test(texts) ? escaped : asItIs;
  const numbers = `${durationMs}\t${bytesIn}\t${bytesOut}`;
  const request = `${text(name)}\t${text(requestId)}\t${orNull(traceId, text)}`;
  const caller = `${text(principal)}\t${text(clientId)}\t${text(issuer)}\t${text(address)}\t${text(software)}`;
  const end = `${outcome}\t${orNull(detail, text)}\t${orNull(record.arguments, text)}\t${record.count}`;
  return `${id}\t${timeOf(at)}\t${numbers}\t${kind}\t${request}\t${caller}\t${era}\t${end}\n`;
}

// Not within `copyLine`: esbuild gives a function that is made there its name, each time that it is made.
function orNull(value: string | null, text: (value: string) => string): string {
  return value === null ? '\\N' : text(value);
}

function asItIs(text: string): string {
  return text;
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
  return text.replace(ALL_SPECIAL, (found) => ESCAPES[found] ?? found);
}

let second = Number.NaN;
let secondText = '';

/** ISO 8601 in UTC, of which all but the milliseconds changes once a second. */
function timeOf(ms: number): string {
  const at = Math.floor(ms / 1_000);
  if (at !== second) {
    second = at;
    secondText = new Date(at * 1_000).toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length);
  }
  return `${secondText}.${String(1_000 + (ms - at * 1_000)).slice(1)}Z`;
}

type Field<Name extends keyof AuditRecord> = AuditRecord[Name];

/** The record that `copyLine` made a line of, without the line feed at its end. */
export function recordOfLine(line: string): AuditRecord {
  const fields = line.split('\t');
  const text = (index: number) => unescaped(fields[index] ?? '');
  const orNull = (index: number) => (fields[index] === '\\N' ? null : text(index));
  const number = (index: number) => Number(fields[index]);
  return {
    id: text(0),
    at: Date.parse(text(1)),
    durationMs: number(2),
    bytesIn: number(3),
    bytesOut: number(4),
    kind: text(5) as Kind,
    name: text(6),
    requestId: text(7),
    traceId: orNull(8),
    principal: text(9),
    clientId: text(10),
    issuer: text(11),
    address: text(12),
    software: text(13),
    era: text(14) as Field<'era'>,
    outcome: text(15) as Field<'outcome'>,
    detail: orNull(16),
    arguments: orNull(17),
    count: number(18),
  };
}

const ESCAPED: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_, found: string) => ESCAPED[found] ?? found);
}
