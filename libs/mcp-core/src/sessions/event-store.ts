import type { RequestId } from '../protocol/request-id';

/** One event of a session's stream, as a client that lost the stream asks for it again. */
export interface StoredEvent {
  readonly streamId: string;
  /** Where it stands in its stream. That of a call counts up from 1. */
  readonly place: string;
  /** The JSON-RPC message, encoded; {@link MAX_CHARACTERS} at most. */
  readonly frame: string;
  /** Whether its stream ends with it. */
  readonly last: boolean;
}

/** Events, and characters of them, that are kept for one session; the newest. */
export const MAX_EVENTS = 256;
export const MAX_CHARACTERS = 1024 * 1024;

/** The stream for what belongs to no call. Its events are numbered by the store. */
export const STANDALONE = 'standalone';

/**
 * Keeps the last events of each legacy session for `Last-Event-ID`, and hands those of the
 * standalone stream to the process that carries it. An implementation is bounded and drops the
 * oldest. What returns nothing must not throw, and must keep the order of its calls.
 */
export abstract class EventStore {
  /** The stream of a call runs here until its last event; said again where that may have been lost. */
  abstract open(sessionId: string, streamId: string, requestId: RequestId): void;
  /** Adds to the stream of a call. */
  abstract append(sessionId: string, event: StoredEvent): void;
  /**
   * Adds to the standalone stream, whichever process carries it.
   *
   * @throws when it could not be stored; then nobody else will deliver it
   */
  abstract post(sessionId: string, frame: string): Promise<void>;
  /** The place in the standalone stream behind which the next event will stand. */
  abstract tail(sessionId: string): Promise<string>;
  /** The events of one stream behind a place, oldest first. */
  abstract after(sessionId: string, streamId: string, place: string): Promise<StoredEvent[]>;
  /**
   * Of a stream that another process began, and has not ended: which request it answers.
   *
   * @throws where it cannot be told now
   */
  abstract running(sessionId: string, streamId: string): Promise<RequestId | undefined>;
  /**
   * Makes this process the one that carries a stream. `look` is called when there may be new events,
   * sometimes without any.
   *
   * @returns ends it
   */
  abstract follow(sessionId: string, streamId: string, look: () => void): () => void;
  /** Whether any process carries the standalone stream. */
  abstract isCarried(sessionId: string): Promise<boolean>;
  /** This process has put the session away: what no other one could need may go. */
  abstract evict(sessionId: string): void;
}
