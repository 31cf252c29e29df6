import type { ArgumentPolicy } from '../arguments/argument-policy';
import type { AuditRecord } from './audit-record';
import type { CompletedCall } from './completed-call';
import { storableText } from './storable-text';
import { uuidV7 } from './uuid-v7';

/** UTF-16 units. Names of the catalog have 128 at most; the others are what clients make up. */
const LIMITS = {
  name: 256,
  requestId: 128,
  principal: 256,
  clientId: 256,
  issuer: 256,
  address: 64,
  software: 128,
};

/** Makes records. Nothing of what it is given is kept: a record holds copies, bounded in size. */
export class RecordFactory {
  constructor(private readonly argumentsOf: ArgumentPolicy) {}

  record(call: CompletedCall): AuditRecord {
    const { at, client } = call;
    const { json, bytes } = this.argumentsOf(call.input);
    const clientId = client.auth?.clientId ?? '';
    const { subject, issuer } = client.auth?.extra ?? {};
    return {
      id: uuidV7(at),
      at,
      kind: call.kind,
      name: storableText(call.name, LIMITS.name),
      requestId: storableText(String(call.requestId), LIMITS.requestId),
      traceId: call.traceId,
      principal: storableText(typeof subject === 'string' ? subject : clientId, LIMITS.principal),
      clientId: storableText(clientId, LIMITS.clientId),
      issuer: storableText(typeof issuer === 'string' ? issuer : '', LIMITS.issuer),
      address: storableText(client.address ?? '', LIMITS.address),
      software: storableText(softwareOf(client), LIMITS.software),
      era: client.era,
      outcome: call.outcome,
      detail: call.detail ?? null,
      durationMs: inMicros(call.durationMs),
      bytesIn: bytes,
      bytesOut: Buffer.byteLength(call.result),
      arguments: json,
      count: call.count ?? 1,
    };
  }
}

function softwareOf({ info }: CompletedCall['client']): string {
  return info === undefined ? '' : `${info.name} ${info.version}`;
}

/** Clocks tell no more than microseconds, and 17 digits cost more than three, here and in the database. */
function inMicros(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}
