import type { Call, Client, Outcome } from '@acme/mcp-core';
import type { ArgumentPolicy } from '../arguments/argument-policy';
import type { AuditRecord, Kind } from './audit-record';
import { storableText } from './storable-text';
import { traceIdOf } from './trace-id';
import { uuidV7 } from './uuid-v7';

/** UTF-16 units. Names of the catalog have 128 at most; the others are what clients make up. */
const LIMITS = { name: 256, requestId: 128, principal: 256, clientId: 256, software: 128 };

/** What is known of a call once it has ended. */
export interface CallEnd {
  /** When it came, in milliseconds since 1970. */
  readonly at: number;
  readonly outcome: Outcome;
  /** Of the refusal. */
  readonly detail?: string | undefined;
  readonly durationMs: number;
  /** Bytes of the result; 0 for an error. */
  readonly bytesOut: number;
}

/** What a client asked for, be there such a thing or not. */
export interface Asked {
  readonly kind: Kind;
  readonly name: string;
  readonly input: unknown;
  readonly requestId: string | number;
  /** `_meta` as the client sent it. */
  readonly meta: unknown;
  readonly client: Pick<Client, 'era' | 'info' | 'auth'>;
}

/** What a call of a feature asks for. */
export function askedBy({ feature, input, requestId, params, client }: Call): Asked {
  const { kind, name } = feature;
  return { kind, name, input, requestId, meta: params['_meta'], client };
}

/** Makes records. Nothing of what it is given is kept: a record holds copies, bounded in size. */
export class RecordFactory {
  constructor(private readonly argumentsOf: ArgumentPolicy) {}

  record({ kind, name, input, requestId, meta, client }: Asked, end: CallEnd): AuditRecord {
    const { json, bytes } = this.argumentsOf(input);
    const clientId = client.auth?.clientId ?? '';
    const subject = client.auth?.extra?.['subject'];
    return {
      id: uuidV7(end.at),
      at: end.at,
      kind,
      name: storableText(name, LIMITS.name),
      requestId: storableText(String(requestId), LIMITS.requestId),
      traceId: traceIdOf(meta),
      principal: storableText(typeof subject === 'string' ? subject : clientId, LIMITS.principal),
      clientId: storableText(clientId, LIMITS.clientId),
      software: storableText(softwareOf(client), LIMITS.software),
      era: client.era,
      outcome: end.outcome,
      detail: end.detail ?? null,
      durationMs: end.durationMs,
      bytesIn: bytes,
      bytesOut: end.bytesOut,
      arguments: json,
    };
  }
}

function softwareOf({ info }: Asked['client']): string {
  return info === undefined ? '' : `${info.name} ${info.version}`;
}
