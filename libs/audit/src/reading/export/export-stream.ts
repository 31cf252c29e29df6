import { Readable } from 'node:stream';
import type { AuditEntry } from '../audit-entry';
import { CSV_HEADER, csvLine } from './csv';

export const EXPORT_TYPES = {
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
} as const;

export type ExportFormat = keyof typeof EXPORT_TYPES;

/** UTF-16 units of a chunk, about: a write for every record would cost more than the record. */
const CHUNK = 65_536;

/** The text of an export. It reads on as it is read, and stops reading when it is destroyed. */
export function exportStream(entries: AsyncIterable<AuditEntry>, format: ExportFormat): Readable {
  return Readable.from(chunks(entries, format), { objectMode: false, highWaterMark: CHUNK });
}

async function* chunks(entries: AsyncIterable<AuditEntry>, format: ExportFormat) {
  const lineOf = format === 'csv' ? csvLine : ndjsonLine;
  let chunk = format === 'csv' ? CSV_HEADER : '';
  for await (const entry of entries) {
    chunk += lineOf(entry);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

function ndjsonLine(entry: AuditEntry): string {
  return `${JSON.stringify(entry)}\n`;
}
