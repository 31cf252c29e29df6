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

/**
 * Remembers legacy sessions beyond the process that opened them. An implementation must give back
 * what was saved last, and must not throw for an id that it does not know.
 */
export abstract class SessionDirectory {
  abstract save(record: SessionRecord): Promise<void>;
  abstract find(id: string): Promise<SessionRecord | undefined>;
  abstract remove(id: string): Promise<void>;
}

/** For one process: as long as it lives. */
export class MemorySessionDirectory extends SessionDirectory {
  private readonly records = new Map<string, SessionRecord>();

  async save(record: SessionRecord): Promise<void> {
    this.records.set(record.id, record);
  }

  async find(id: string): Promise<SessionRecord | undefined> {
    return this.records.get(id);
  }

  async remove(id: string): Promise<void> {
    this.records.delete(id);
  }
}
