import type { Params } from '../protocol/json-rpc';
import type { LogLevel } from '../protocol/log-level';
import { ErrorCode, ProtocolError } from '../protocol/protocol.error';

/** What any process needs to serve a session that another one opened. */
export interface SessionRecord {
  readonly id: string;
  /** The name of the server that it is of; undefined for the main one. */
  readonly server?: string | undefined;
  /** See `principalOf`. */
  readonly principal: string;
  /** Of the parameters of the client's `initialize` what `readInitialize` keeps. */
  readonly initialize: Params;
  readonly logLevel: LogLevel;
  readonly subscriptions: readonly string[];
  /** Those of `subscriptions` that are never notified: see `SessionState`. */
  readonly muted: readonly string[];
}

/** What a client changes in its session. */
export type SessionUpdate =
  | { readonly logLevel: LogLevel }
  | { readonly subscribe: string; readonly isMuted: boolean }
  | { readonly unsubscribe: string };

/**
 * Stores legacy sessions beyond the process that opened them, for `SESSION_IDLE_TIMEOUT` after the
 * last use. An implementation must return what was saved last, and must not throw for an unknown id.
 *
 * Each method throws `SessionsUnavailableError` while the store cannot be reached.
 */
export abstract class SessionDirectory {
  abstract save(record: SessionRecord): Promise<void>;
  /** Changes one thing: another process may change another at the same time. */
  abstract update(id: string, update: SessionUpdate): Promise<void>;
  abstract find(id: string): Promise<SessionRecord | undefined>;
  /**
   * Prolongs a session that is in use, and reads it. One that was lost, rather than removed, is saved
   * again.
   *
   * @param record as this process knows the session
   * @returns undefined for a session that was removed
   */
  abstract renew(record: SessionRecord): Promise<SessionRecord | undefined>;
  /** The session has ended. */
  abstract remove(id: string): Promise<void>;
  /** This process has evicted the session; others may still serve it. */
  abstract evict(id: string): void;
}

/**
 * The shared store cannot be reached, so it is unknown whether the session exists. Not 404: for that
 * a client gives its session up.
 */
export class SessionsUnavailableError extends ProtocolError {
  constructor(cause?: unknown) {
    super(ErrorCode.internalError, 'Sessions cannot be looked up right now. Try again.', {
      status: 503,
      headers: { 'retry-after': '2' },
      data: { retryable: true },
      cause,
    });
  }
}

/** For one process: as long as the session lives in it. */
export class MemorySessionDirectory extends SessionDirectory {
  private readonly records = new Map<string, SessionRecord>();

  async save(record: SessionRecord): Promise<void> {
    this.records.set(record.id, record);
  }

  async update(): Promise<void> {
    // The session itself has it.
  }

  async find(id: string): Promise<SessionRecord | undefined> {
    return this.records.get(id);
  }

  async renew(record: SessionRecord): Promise<SessionRecord> {
    return record;
  }

  async remove(id: string): Promise<void> {
    this.records.delete(id);
  }

  evict(id: string): void {
    this.records.delete(id);
  }
}
