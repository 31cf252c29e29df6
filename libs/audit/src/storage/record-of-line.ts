import type { AuditRecord, Kind } from '../record/audit-record';

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
    software: text(11),
    era: text(12) as Field<'era'>,
    outcome: text(13) as Field<'outcome'>,
    detail: orNull(14),
    arguments: orNull(15),
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
