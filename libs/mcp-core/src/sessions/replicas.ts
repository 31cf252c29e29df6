import { isObject } from '@repo/foundation';
import { readMessage, type JsonRpcResponse } from '../protocol/json-rpc';
import { isLogLevel } from '../protocol/log-level';
import { isRequestId, type RequestId } from '../protocol/request-id';
import type { ChangeBus } from '../subscriptions/change-bus';
import type { EventStore } from './event-store';
import type { SessionDirectory, SessionUpdate } from './session-directory';

/**
 * What several processes share that serve as one: provide it in a global module. Without it each
 * process keeps its sessions in its own memory.
 */
export abstract class SharedState {
  abstract readonly directory: SessionDirectory;
  abstract readonly events: EventStore;
  abstract readonly changes: ChangeBus;
  abstract readonly replicas: Replicas;
}

/**
 * The processes that serve the same sessions, this one among them. A message may be lost: a sender
 * must do without it a few seconds later.
 */
export abstract class Replicas {
  /** Of this process; another at each start. 16 hexadecimal digits. */
  abstract readonly id: string;
  /** @throws {SessionsUnavailableError} it cannot be sent now */
  abstract send(replica: string, message: ReplicaMessage): Promise<void>;
  /** Sends to every other process. Does not throw. */
  abstract broadcast(message: ReplicaMessage): void;
  /** Calls back for each message to this process, in the order of their sending. */
  abstract onMessage(listener: (message: ReplicaMessage) => void): void;
  /** Whether this process was alive a few seconds ago. @throws while it cannot be known */
  abstract isAlive(replica: string): Promise<boolean>;
  /** Calls back when the others can be reached again after an outage. */
  abstract onReconnect(listener: () => void): void;
}

/** A single process. */
export class NoReplicas extends Replicas {
  readonly id = '0'.repeat(16);

  async send(): Promise<void> {
    // There is no other.
  }

  broadcast(): void {
    // There is no other.
  }

  onMessage(): void {
    // None ever comes.
  }

  async isAlive(): Promise<boolean> {
    return false;
  }

  onReconnect(): void {
    // There is no outage.
  }
}

/** What the processes that serve as one send each other. */
export type ReplicaMessage =
  | SessionMessage
  /** What the sources of features return has changed. */
  | { readonly kind: 'sources_changed' };

/** A message about one session. */
export type SessionMessage = { readonly session: string } & (
  | { readonly kind: 'answer'; readonly principal: string; readonly response: JsonRpcResponse }
  | {
      readonly kind: 'cancel';
      readonly principal: string;
      readonly requestId: RequestId;
      readonly reason?: string;
    }
  | { readonly kind: 'update'; readonly update: SessionUpdate }
  | { readonly kind: 'ended' }
  /** A stream that this process owns has new events. */
  | { readonly kind: 'events'; readonly stream: string }
  /** Another process owns the stream from now on. */
  | { readonly kind: 'released'; readonly stream: string }
);

/** @returns undefined for what no process of this version sends */
export function readReplicaMessage(value: unknown): ReplicaMessage | undefined {
  if (!isObject(value)) return undefined;
  if (value['kind'] === 'sources_changed') return { kind: value['kind'] };
  if (typeof value['session'] !== 'string') return undefined;
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
  const { logLevel, subscribe, unsubscribe, isMuted = false } = value;
  if (isLogLevel(logLevel)) return { logLevel };
  if (typeof subscribe === 'string') return { subscribe, isMuted: isMuted === true };
  return typeof unsubscribe === 'string' ? { unsubscribe } : undefined;
}
