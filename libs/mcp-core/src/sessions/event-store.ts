import type { RequestId } from '../protocol/request-id';

/** One event of a session's stream, kept for a client that resumes the stream. */
export interface StoredEvent {
  readonly streamId: string;
  /** Its position in its stream; that of a call counts up from 1. */
  readonly position: string;
  /** The JSON-RPC message, encoded; {@link MAX_CHARACTERS} at most. */
  readonly frame: string;
  /** Whether its stream ends with it. */
  readonly last: boolean;
}

/** How many of the newest events, and characters in them, are kept for one session. */
export const MAX_EVENTS = 256;
export const MAX_CHARACTERS = 1024 * 1024;

/** The stream for messages that belong to no call. Its events are numbered by the store. */
export const STANDALONE = 'standalone';

/**
 * Keeps the last events of each legacy session for `Last-Event-ID`, and passes those of the
 * standalone stream to the process that owns it. An implementation is bounded and drops the oldest.
 * Methods that return nothing must not throw, and must keep the order of their calls.
 */
export abstract class EventStore {
  /**
   * A call's stream runs in this process until its last event. Called again after an outage, which
   * may have lost it.
   */
  abstract open(sessionId: string, streamId: string, requestId: RequestId): void;
  /** Adds to the stream of a call. */
  abstract append(sessionId: string, event: StoredEvent): void;
  /**
   * Adds to the standalone stream, whichever process owns it.
   *
   * @throws when it could not be stored; then no other process will deliver it
   */
  abstract post(sessionId: string, frame: string): Promise<void>;
  /** The position of the last event in the standalone stream. */
  abstract tail(sessionId: string): Promise<string>;
  /** The events of one stream after a position, oldest first. */
  abstract after(sessionId: string, streamId: string, position: string): Promise<StoredEvent[]>;
  /**
   * The request that a stream answers which another process began and has not ended.
   *
   * @throws while the store cannot be read
   */
  abstract running(sessionId: string, streamId: string): Promise<RequestId | undefined>;
  /**
   * Makes this process the owner of a stream: the one that delivers it to the client.
   *
   * @param onEvents called when there may be new events
   * @returns ends it
   */
  abstract follow(sessionId: string, streamId: string, onEvents: () => void): () => void;
  /** Whether any process owns the standalone stream. */
  abstract isOwned(sessionId: string): Promise<boolean>;
  /** This process has evicted the session; what no other process could need may go. */
  abstract evict(sessionId: string): void;
}
