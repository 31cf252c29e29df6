import type { Params } from '../protocol/json-rpc';
import type { LogLevel } from '../protocol/log-level';

/** What any replica needs to go on with a session that another one opened. */
export interface SessionRecord {
  readonly id: string;
  /** Whose it is; see `principalOf`. */
  readonly principal: string;
  /** The parameters of the client's `initialize`. */
  readonly initialize: Params;
  readonly logLevel: LogLevel;
  readonly subscriptions: readonly string[];
}

/** What a client changes in its session. */
export type SessionUpdate =
  | { readonly logLevel: LogLevel }
  | { readonly subscribe: string }
  | { readonly unsubscribe: string };

/**
 * Remembers legacy sessions beyond the process that opened them, for `SESSION_IDLE_TIMEOUT` after the
 * last use. An implementation must give back what was saved last, and must not throw for an id that
 * it does not know.
 *
 * Each method throws `SessionsUnavailableError` where it cannot tell.
 */
export abstract class SessionDirectory {
  abstract save(record: SessionRecord): Promise<void>;
  /** Changes one thing: another process may change another at the same time. */
  abstract update(id: string, update: SessionUpdate): Promise<void>;
  abstract find(id: string): Promise<SessionRecord | undefined>;
  /**
   * Tells that a session is in use, and how it is remembered. One that was lost, rather than removed,
   * is remembered again.
   *
   * @param record as this process knows the session
   * @returns undefined for a session that was removed
   */
  abstract renew(record: SessionRecord): Promise<SessionRecord | undefined>;
  /** The session is over. */
  abstract remove(id: string): Promise<void>;
  /** This process has put the session away; others may still have it. */
  abstract evict(id: string): void;
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
