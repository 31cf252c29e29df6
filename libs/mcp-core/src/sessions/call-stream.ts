import { errorFrame } from '../protocol/json-rpc';
import { ErrorCode, ProtocolError } from '../protocol/protocol.error';
import type { RequestId } from '../protocol/request-id';
import type { EventStream } from '../streams/event-stream';
import { formatEventId, sendPrimingEvent } from './event-id';
import { MAX_CHARACTERS, type EventStore, type StoredEvent } from './event-store';
import type { LegacySession } from './legacy-session';

/**
 * The stream of a call that runs in this process, over all connections that the client opens for it
 * one after the other. What is sent while there is none is stored, and replayed to the next.
 */
export class CallStream {
  private sequence = 0;
  private done = false;
  private connection?: EventStream;
  /** What is sent during a replay; it follows the replay. */
  private buffered?: StoredEvent[];

  constructor(
    readonly id: string,
    private readonly requestId: RequestId,
    private readonly session: LegacySession,
    private readonly events: EventStore,
    private readonly onDone: () => void,
  ) {
    this.register();
  }

  /** Has the store know that this process runs the call. */
  register(): void {
    this.events.open(this.session.id, this.id, this.requestId);
  }

  /** The first connection: from 2025-11-25 on it begins with an id that it can be resumed by. */
  connect(connection: EventStream): void {
    this.attach(connection);
    sendPrimingEvent(connection, this.session, { streamId: this.id, position: `${this.sequence}` });
  }

  /** A further connection, whose client has seen the events up to `position`. */
  async resume(connection: EventStream, position: string): Promise<void> {
    this.release();
    const buffered: StoredEvent[] = (this.buffered = []);
    const missed = await this.events.after(this.session.id, this.id, position).catch(() => []);
    const last = Number(missed.at(-1)?.position ?? position);
    if (missed.length === 0) {
      sendPrimingEvent(connection, this.session, { streamId: this.id, position });
    }
    for (const event of missed) connection.send(event.frame, formatEventId(event));
    for (const event of buffered) {
      if (Number(event.position) > last) connection.send(event.frame, formatEventId(event));
    }
    if (this.buffered !== buffered) return connection.finish(); // yet another connection came
    this.buffered = undefined;
    this.attach(connection);
    if (this.done) this.release();
  }

  send(frame: string): void {
    this.add(frame, false);
  }

  /**
   * Sends the last message and ends the stream. A stream that ends without one gets an empty event,
   * by which a process that replays it knows.
   */
  finish(frame = ''): void {
    this.add(frame, true);
    this.done = true;
    this.onDone();
    this.release();
  }

  /** Ends the connection, not the stream. */
  release(): void {
    const { connection } = this;
    this.connection = undefined;
    connection?.finish();
  }

  private add(frame: string, last: boolean): void {
    const event = { streamId: this.id, position: `${++this.sequence}`, frame, last };
    this.events.append(this.session.id, { ...event, frame: this.storable(frame) });
    this.buffered?.push(event);
    this.connection?.send(frame, formatEventId(event));
  }

  private storable(frame: string): string {
    if (frame.length <= MAX_CHARACTERS) return frame;
    return errorFrame(this.requestId, new TooLargeToStoreError());
  }

  private attach(connection: EventStream): void {
    this.release();
    this.connection = connection;
    connection.once('close', () => {
      if (this.connection === connection) this.connection = undefined;
    });
  }
}

/** What a client that resumes a stream gets in place of a message that was not stored. */
class TooLargeToStoreError extends ProtocolError {
  constructor() {
    super(
      ErrorCode.internalError,
      'The connection was lost, and the answer was too large to be kept.',
    );
  }
}
