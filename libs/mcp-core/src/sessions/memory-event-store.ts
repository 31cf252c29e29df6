import {
  EventStore,
  MAX_CHARACTERS,
  MAX_EVENTS,
  STANDALONE,
  type StoredEvent,
} from './event-store';

const MAX_CHARACTERS_OF_ALL = 64 * 1024 * 1024;

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
  /** Who carries the standalone stream of a session. */
  private readonly carriers = new Map<string, () => void>();
  private characters = 0;
  /** The last place in a standalone stream: of all sessions, so that it outlives what is kept of one. */
  private posted = 0;

  open(): void {
    // A process that has gone takes its calls and this memory along.
  }

  append(sessionId: string, event: StoredEvent): void {
    const kept = this.sessions.get(sessionId) ?? { events: [], characters: 0 };
    this.sessions.delete(sessionId);
    this.sessions.set(sessionId, kept);
    kept.events.push(event);
    this.count(kept, event.frame.length);
    while (kept.events.length > MAX_EVENTS || kept.characters > MAX_CHARACTERS) {
      this.count(kept, -(kept.events.shift()?.frame.length ?? 0));
    }
    for (const quiet of this.sessions.keys()) {
      if (this.characters <= MAX_CHARACTERS_OF_ALL) return;
      this.evict(quiet);
    }
  }

  async post(sessionId: string, frame: string): Promise<void> {
    this.posted += 1;
    const place = `${this.posted}`;
    this.append(sessionId, { streamId: STANDALONE, place, frame, last: false });
    this.carriers.get(sessionId)?.();
  }

  async tail(): Promise<string> {
    return `${this.posted}`;
  }

  async after(sessionId: string, streamId: string, place: string): Promise<StoredEvent[]> {
    const events = this.sessions.get(sessionId)?.events ?? [];
    return events.filter(
      (event) => event.streamId === streamId && Number(event.place) > Number(place),
    );
  }

  async running(): Promise<undefined> {
    return undefined;
  }

  follow(sessionId: string, streamId: string, look: () => void): () => void {
    if (streamId !== STANDALONE) return () => undefined;
    this.carriers.set(sessionId, look);
    return () => {
      if (this.carriers.get(sessionId) === look) this.carriers.delete(sessionId);
    };
  }

  async isCarried(sessionId: string): Promise<boolean> {
    return this.carriers.has(sessionId);
  }

  evict(sessionId: string): void {
    this.characters -= this.sessions.get(sessionId)?.characters ?? 0;
    this.sessions.delete(sessionId);
  }

  private count(kept: Kept, characters: number): void {
    kept.characters += characters;
    this.characters += characters;
  }
}
