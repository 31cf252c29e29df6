import { errorFrame } from '../protocol/json-rpc';
import type { RequestId } from '../protocol/request-id';
import { ErrorCode, ProtocolError } from '../protocol/protocol.error';
import type { EventStream } from '../streams/event-stream';
import { formatEventId } from './event-id';
import { prime } from './prime';
import { MAX_CHARACTERS, type EventStore, type StoredEvent } from './event-store';
import type { LegacySession } from './legacy-session';

/**
 * The stream of a call that runs in this process, over all connections that carry it one after the
 * other. What is sent while none does is stored, and replayed to the next.
 */
export class ResumableStream {
  private sequence = 0;
  private done = false;
  private connection?: EventStream;
  /** What is sent while a replay is under way; it follows the replay. */
  private held?: StoredEvent[];

  constructor(
    readonly id: string,
    private readonly requestId: RequestId,
    private readonly session: LegacySession,
    private readonly events: EventStore,
    private readonly onDone: () => void,
  ) {
    this.sayRunning();
  }

  get isConnected(): boolean {
    return this.connection !== undefined;
  }

  /** Has it known that this process runs it; again, where that may have been lost. */
  sayRunning(): void {
    this.events.open(this.session.id, this.id, this.requestId);
  }

  /** A first connection: from 2025-11-25 on it opens with an id that it can be resumed by. */
  connect(connection: EventStream): void {
    this.attach(connection);
    prime(connection, this.session, { streamId: this.id, place: `${this.sequence}` });
  }

  /** Another connection, which has seen the events up to `place`. */
  async resume(connection: EventStream, place: string): Promise<void> {
    this.release();
    const held: StoredEvent[] = (this.held = []);
    const missed = await this.events.after(this.session.id, this.id, place).catch(() => []);
    const last = Number(missed.at(-1)?.place ?? place);
    if (missed.length === 0) prime(connection, this.session, { streamId: this.id, place });
    for (const event of missed) connection.send(event.frame, formatEventId(event));
    for (const event of held) {
      if (Number(event.place) > last) connection.send(event.frame, formatEventId(event));
    }
    if (this.held !== held) return connection.finish(); // yet another connection came
    this.held = undefined;
    this.attach(connection);
    if (this.done) this.release();
  }

  send(frame: string): void {
    this.add(frame, false);
  }

  /** Sends the last message; the stream is over. */
  finish(frame: string): void {
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
    const event = { streamId: this.id, place: `${++this.sequence}`, frame, last };
    this.events.append(this.session.id, { ...event, frame: this.storable(frame) });
    this.held?.push(event);
    this.connection?.send(frame, formatEventId(event));
  }

  private storable(frame: string): string {
    if (frame.length <= MAX_CHARACTERS) return frame;
    return errorFrame(this.requestId, new TooLargeToKeepError());
  }

  private attach(connection: EventStream): void {
    this.release();
    this.connection = connection;
    connection.once('close', () => {
      if (this.connection === connection) this.connection = undefined;
    });
  }
}

/** What a client that came back gets in place of a message that was not kept. */
class TooLargeToKeepError extends ProtocolError {
  constructor() {
    super(
      ErrorCode.internalError,
      'The connection was lost, and the answer was too large to be kept.',
    );
  }
}
