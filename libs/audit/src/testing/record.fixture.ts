import type { AuditRecord } from '../record/audit-record';
import { uuidV7 } from '../record/uuid-v7';
import { RecordBatch } from '../storage/record-batch';

/** A record of a test, with whatever the test cares about. */
export function aRecord(differences: Partial<AuditRecord> = {}): AuditRecord {
  const at = differences.at ?? Date.now();
  return {
    id: uuidV7(at),
    at,
    kind: 'tool',
    name: 'find_invoice',
    requestId: '1',
    traceId: null,
    principal: 'alice',
    clientId: 'backoffice',
    issuer: 'https://issuer.example',
    address: '192.0.2.7',
    software: 'inspector 1.0.0',
    era: 'modern',
    outcome: 'ok',
    detail: null,
    durationMs: 1.25,
    bytesIn: 14,
    bytesOut: 120,
    arguments: '{"number":"7"}',
    count: 1,
    ...differences,
  };
}

/** Records as a store takes them. */
export function batchOf(...records: AuditRecord[]): RecordBatch {
  return RecordBatch.of(records);
}
