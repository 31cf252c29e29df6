import { randomUUID } from 'node:crypto';
import { sendsPrimingEvent } from '../protocol/revision';
import type { EventStream } from '../streams/event-stream';
import { formatEventId, parseEventId } from './event-id';
import type { EventStore, StoredEvent } from './event-store';
import type { LegacySession } from './legacy-session';

/** How long a client waits before it comes back for a stream that we ended, in milliseconds. */
const RETRY_MS = 1000;

/**
 * One stream of a session as the client sees it, over all connections that carry it one after the
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
    private readonly session: LegacySession,
    private readonly events: EventStore,
    private readonly onDone: () => void,
  ) {}

  get isConnected(): boolean {
    return this.connection !== undefined;
  }

  /** A first connection: from 2025-11-25 on it opens with an id that it can be resumed by. */
  connect(connection: EventStream): void {
    this.attach(connection);
    if (!sendsPrimingEvent(this.session.protocolRevision)) return;
    const id = formatEventId({ streamId: this.id, sequence: this.sequence });
    connection.sendEmpty(id, RETRY_MS);
  }

  /** Another connection, which has seen the events up to `sequence`. */
  async resume(connection: EventStream, sequence: number): Promise<void> {
    this.release();
    const held = (this.held = []);
    const missed = await this.events.after(this.session.id, this.id, sequence);
    const last = missed.at(-1)?.sequence ?? sequence;
    for (const event of missed) connection.send(event.frame, formatEventId(event));
    for (const event of held as StoredEvent[]) {
      if (event.sequence > last) connection.send(event.frame, formatEventId(event));
    }
    if (this.held !== held) return connection.finish(); // yet another connection came
    this.held = undefined;
    this.attach(connection);
    if (this.done) this.release();
  }

  send(frame: string): void {
    const event = { streamId: this.id, sequence: ++this.sequence, frame };
    this.events.append(this.session.id, event);
    this.held?.push(event);
    this.connection?.send(frame, formatEventId(event));
  }

  /** Sends the last message; the stream is over. */
  finish(frame: string): void {
    this.send(frame);
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

  private attach(connection: EventStream): void {
    this.release();
    this.connection = connection;
    connection.once('close', () => {
      if (this.connection === connection) this.connection = undefined;
    });
  }
}

/** All streams of one session: one that is always there, and one for each call that streams. */
export class SessionStreams {
  private readonly streams = new Map<string, ResumableStream>();
  readonly standalone: ResumableStream;

  constructor(
    private readonly session: LegacySession,
    private readonly events: EventStore,
  ) {
    this.standalone = this.create('standalone');
  }

  get isConnected(): boolean {
    return [...this.streams.values()].some((stream) => stream.isConnected);
  }

  create(id: string = randomUUID()): ResumableStream {
    const stream = new ResumableStream(id, this.session, this.events, () =>
      this.streams.delete(id),
    );
    this.streams.set(id, stream);
    return stream;
  }

  /**
   * Goes on with the stream of a `Last-Event-ID`.
   *
   * @returns false for an id that this session never sent
   */
  async resume(lastEventId: string, connection: EventStream): Promise<boolean> {
    const seen = parseEventId(lastEventId);
    if (seen === undefined) return false;
    const running = this.streams.get(seen.streamId);
    if (running !== undefined) {
      await running.resume(connection, seen.sequence);
      return true;
    }
    const missed = await this.events.after(this.session.id, seen.streamId, seen.sequence);
    for (const event of missed) connection.send(event.frame, formatEventId(event));
    connection.finish();
    return true;
  }

  close(): void {
    for (const stream of this.streams.values()) stream.release();
    this.streams.clear();
  }
}
