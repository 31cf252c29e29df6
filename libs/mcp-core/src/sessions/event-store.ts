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

/** For one process: the last 256 events of a session, 1 Mi characters at most. */
export class MemoryEventStore extends EventStore {
  private readonly sessions = new Map<string, { events: StoredEvent[]; characters: number }>();

  append(sessionId: string, event: StoredEvent): void {
    let kept = this.sessions.get(sessionId);
    if (kept === undefined) this.sessions.set(sessionId, (kept = { events: [], characters: 0 }));
    kept.events.push(event);
    kept.characters += event.frame.length;
    while (kept.events.length > MOST_EVENTS || kept.characters > MOST_CHARACTERS) {
      kept.characters -= kept.events.shift()?.frame.length ?? 0;
    }
  }

  async after(sessionId: string, streamId: string, sequence: number): Promise<StoredEvent[]> {
    const events = this.sessions.get(sessionId)?.events ?? [];
    return events.filter((event) => event.streamId === streamId && event.sequence > sequence);
  }

  forget(sessionId: string): void {
    this.sessions.delete(sessionId);
  }
}
