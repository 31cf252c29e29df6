/** One event of a session's stream, as a client that lost the stream asks for it again. */
export interface StoredEvent {
  readonly streamId: string;
  /** Counts up from 1 in its stream. */
  readonly sequence: number;
  /** The JSON-RPC message, encoded. */
  readonly frame: string;
}

/**
 * Keeps the last events of each legacy session for `Last-Event-ID`. An implementation is bounded
 * and drops the oldest; `append` must not throw, and must keep the order of its calls.
 */
export abstract class EventStore {
  abstract append(sessionId: string, event: StoredEvent): void;
  /** The events of one stream behind a sequence number, oldest first. */
  abstract after(sessionId: string, streamId: string, sequence: number): Promise<StoredEvent[]>;
  abstract forget(sessionId: string): void;
}

const MOST_EVENTS = 256;
const MOST_CHARACTERS = 1024 * 1024;
const MOST_CHARACTERS_OF_ALL = 64 * 1024 * 1024;

interface Kept {
  readonly events: StoredEvent[];
  characters: number;
}

/**
 * For one process: the last 256 events of a session, 1 Mi characters at most, and 64 Mi characters
 * of all sessions together; then the sessions that were quiet longest lose theirs.
 */
export class MemoryEventStore extends EventStore {
  /** In the order of their last event. */
  private readonly sessions = new Map<string, Kept>();
  private characters = 0;

  append(sessionId: string, event: StoredEvent): void {
    const kept = this.sessions.get(sessionId) ?? { events: [], characters: 0 };
    this.sessions.delete(sessionId);
    this.sessions.set(sessionId, kept);
    kept.events.push(event);
    this.count(kept, event.frame.length);
    while (kept.events.length > MOST_EVENTS || kept.characters > MOST_CHARACTERS) {
      this.count(kept, -(kept.events.shift()?.frame.length ?? 0));
    }
    for (const quiet of this.sessions.keys()) {
      if (this.characters <= MOST_CHARACTERS_OF_ALL) return;
      this.forget(quiet);
    }
  }

  private count(kept: Kept, characters: number): void {
    kept.characters += characters;
    this.characters += characters;
  }

  async after(sessionId: string, streamId: string, sequence: number): Promise<StoredEvent[]> {
    const events = this.sessions.get(sessionId)?.events ?? [];
    return events.filter((event) => event.streamId === streamId && event.sequence > sequence);
  }

  forget(sessionId: string): void {
    this.characters -= this.sessions.get(sessionId)?.characters ?? 0;
    this.sessions.delete(sessionId);
  }
}
