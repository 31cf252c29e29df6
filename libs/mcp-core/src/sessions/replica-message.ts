import { isObject } from '@repo/foundation';
import { readMessage, type JsonRpcResponse } from '../protocol/json-rpc';
import { isRequestId, type RequestId } from '../protocol/request-id';
import { isLogLevel } from '../protocol/log-level';
import type { SessionUpdate } from './session-directory';

/** What the processes that serve the same sessions tell each other. Each message is of one session. */
export type ReplicaMessage = { readonly session: string } & (
  | { readonly kind: 'answer'; readonly principal: string; readonly response: JsonRpcResponse }
  | {
      readonly kind: 'cancel';
      readonly principal: string;
      readonly requestId: RequestId;
      readonly reason?: string;
    }
  | { readonly kind: 'update'; readonly update: SessionUpdate }
  | { readonly kind: 'ended' }
  /** There are new events in a stream that this process carries. */
  | { readonly kind: 'events'; readonly stream: string }
  /** Another process carries the stream from now on. */
  | { readonly kind: 'released'; readonly stream: string }
);

/** @returns undefined for what no process of this version sends */
export function readReplicaMessage(value: unknown): ReplicaMessage | undefined {
  if (!isObject(value) || typeof value['session'] !== 'string') return undefined;
  const { session, kind, principal, stream } = value;
  switch (kind) {
    case 'answer': {
      const response = readResponse(value['response']);
      if (typeof principal !== 'string' || response === undefined) return undefined;
      return { session, kind, principal, response };
    }
    case 'cancel': {
      const { requestId, reason } = value;
      if (typeof principal !== 'string' || !isRequestId(requestId)) return undefined;
      return typeof reason === 'string'
        ? { session, kind, principal, requestId, reason }
        : { session, kind, principal, requestId };
    }
    case 'update': {
      const update = readUpdate(value['update']);
      return update && { session, kind, update };
    }
    case 'ended':
      return { session, kind };
    case 'events':
    case 'released':
      return typeof stream === 'string' ? { session, kind, stream } : undefined;
    default:
      return undefined;
  }
}

function readResponse(value: unknown): JsonRpcResponse | undefined {
  if (!isObject(value)) return undefined;
  try {
    const message = readMessage({ jsonrpc: '2.0', ...value });
    return message.kind === 'response' ? message : undefined;
  } catch {
    return undefined;
  }
}

function readUpdate(value: unknown): SessionUpdate | undefined {
  if (!isObject(value)) return undefined;
  const { logLevel, subscribe, unsubscribe } = value;
  if (isLogLevel(logLevel)) return { logLevel };
  if (typeof subscribe === 'string') return { subscribe };
  return typeof unsubscribe === 'string' ? { unsubscribe } : undefined;
}
