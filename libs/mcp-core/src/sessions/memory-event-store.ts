import {
  EventStore,
  MAX_CHARACTERS,
  MAX_EVENTS,
  STANDALONE,
  type StoredEvent,
} from './event-store';

const MAX_TOTAL_CHARACTERS = 64 * 1024 * 1024;

interface SessionEvents {
  readonly events: StoredEvent[];
  characters: number;
}

/**
 * For one process: the last 256 events of a session, 1 Mi characters at most, and 64 Mi characters
 * of all sessions together; beyond, the sessions whose last event is oldest lose theirs.
 */
export class MemoryEventStore extends EventStore {
  /** In the order of their last event. */
  private readonly sessions = new Map<string, SessionEvents>();
  /** Notifies the owner of the standalone stream of a session. */
  private readonly owners = new Map<string, () => void>();
  private characters = 0;
  /** Of all standalone streams together, so that an eviction does not reset it. */
  private lastPosition = 0;

  open(): void {
    // No other process could ask: its calls end with this memory.
  }

  append(sessionId: string, event: StoredEvent): void {
    const session = this.sessions.get(sessionId) ?? { events: [], characters: 0 };
    this.sessions.delete(sessionId);
    this.sessions.set(sessionId, session);
    session.events.push(event);
    this.count(session, event.frame.length);
    while (session.events.length > MAX_EVENTS || session.characters > MAX_CHARACTERS) {
      this.count(session, -(session.events.shift()?.frame.length ?? 0));
    }
    for (const oldest of this.sessions.keys()) {
      if (this.characters <= MAX_TOTAL_CHARACTERS) return;
      this.evict(oldest);
    }
  }

  async post(sessionId: string, frame: string): Promise<void> {
    this.lastPosition += 1;
    const position = `${this.lastPosition}`;
    this.append(sessionId, { streamId: STANDALONE, position, frame, last: false });
    this.owners.get(sessionId)?.();
  }

  async tail(): Promise<string> {
    return `${this.lastPosition}`;
  }

  async after(sessionId: string, streamId: string, position: string): Promise<StoredEvent[]> {
    const events = this.sessions.get(sessionId)?.events ?? [];
    return events.filter(
      (event) => event.streamId === streamId && Number(event.position) > Number(position),
    );
  }

  async running(): Promise<undefined> {
    return undefined;
  }

  follow(sessionId: string, streamId: string, onEvents: () => void): () => void {
    if (streamId !== STANDALONE) return () => undefined;
    this.owners.set(sessionId, onEvents);
    return () => {
      if (this.owners.get(sessionId) === onEvents) this.owners.delete(sessionId);
    };
  }

  async isOwned(sessionId: string): Promise<boolean> {
    return this.owners.has(sessionId);
  }

  evict(sessionId: string): void {
    this.characters -= this.sessions.get(sessionId)?.characters ?? 0;
    this.sessions.delete(sessionId);
  }

  private count(session: SessionEvents, characters: number): void {
    session.characters += characters;
    this.characters += characters;
  }
}
