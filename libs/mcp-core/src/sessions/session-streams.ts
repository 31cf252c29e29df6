import { randomUUID } from 'node:crypto';
import type { RequestId } from '../protocol/request-id';
import type { EventStream } from '../streams/event-stream';
import type { ChangeBus } from '../subscriptions/change-bus';
import { parseEventId, type EventId } from './event-id';
import { STANDALONE, type EventStore } from './event-store';
import { FollowedStream, type Followed } from './followed-stream';
import type { LegacySession } from './legacy-session';
import type { Replicas } from './replicas';
import { RETRY_MS } from './prime';
import { ResumableStream } from './resumable-stream';
import { StandaloneStream } from './standalone-stream';

/** The id of a call's stream: the process that runs the call, and what makes it unique there. */
const CALL_STREAM = /^([0-9a-f]{16})-[0-9a-f]{12}$/;
/** What stands in an event id of the standalone stream. */
const STANDALONE_PLACE = /^\d+(?:-\d+)?\.\d+(?:-\d+)?$/;

export interface StreamParts {
  readonly events: EventStore;
  readonly changes: ChangeBus;
  readonly replicas: Replicas;
}

/** All streams of one session that this process has to do with. */
export class SessionStreams {
  /** Those of calls that run here. */
  private readonly streams = new Map<string, ResumableStream>();
  /** Those of calls that run elsewhere. */
  private readonly followed = new Set<FollowedStream>();
  private readonly connections = new Set<EventStream>();
  readonly standalone: StandaloneStream;

  constructor(
    private readonly session: LegacySession,
    private readonly parts: StreamParts,
  ) {
    this.standalone = new StandaloneStream(session, parts.events, parts.changes);
  }

  get isConnected(): boolean {
    return this.connections.size > 0;
  }

  /** The stream of a call, over its first connection. */
  open(requestId: RequestId, connection: EventStream): ResumableStream {
    const { events, replicas } = this.parts;
    const id = `${replicas.id}-${randomUUID().slice(-12)}`;
    const done = () => void this.streams.delete(id);
    const stream = new ResumableStream(id, requestId, this.session, events, done);
    this.streams.set(id, stream);
    this.carry(connection);
    stream.connect(connection);
    return stream;
  }

  /** Carries what belongs to no call. */
  async connect(connection: EventStream): Promise<void> {
    this.carry(connection);
    await this.standalone.connect(connection);
  }

  /**
   * Goes on with the stream of a `Last-Event-ID`.
   *
   * @returns `foreign` for an id that this host never sends, `over` for the end of a stream
   */
  async resume(
    lastEventId: string,
    connection: EventStream,
  ): Promise<'resumed' | 'over' | 'foreign'> {
    const seen = parseEventId(lastEventId);
    if (seen === undefined) return 'foreign';
    const { streamId, place } = seen;
    if (streamId === STANDALONE) {
      if (!STANDALONE_PLACE.test(place)) return 'foreign';
      this.carry(connection);
      await this.standalone.connect(connection, place);
      return 'resumed';
    }
    const owner = CALL_STREAM.exec(streamId)?.[1];
    if (owner === undefined || !/^\d+$/.test(place)) return 'foreign';
    const running = this.streams.get(streamId);
    if (running === undefined && (await this.isOver(seen))) return 'over';
    this.carry(connection);
    if (running !== undefined) await running.resume(connection, place);
    else this.follow({ session: this.session, streamId, place, owner }, connection);
    return 'resumed';
  }

  /** What was known of the calls that run here may have been lost. */
  sayRunning(): void {
    for (const stream of this.streams.values()) stream.sayRunning();
  }

  /** Another process carries a stream from now on. */
  released(streamId: string): void {
    if (streamId === STANDALONE) this.standalone.release();
    this.streams.get(streamId)?.release();
    for (const stream of this.followed) if (stream.streamId === streamId) stream.release();
  }

  /** Ends all connections, so that clients come back; what still runs here is kept. */
  close(): void {
    for (const connection of this.connections) connection.sayRetry(RETRY_MS);
    this.standalone.release();
    for (const stream of this.streams.values()) stream.release();
    for (const stream of this.followed) stream.release();
  }

  /** Whether a call has ended, and nothing is left to replay; not, where that cannot be told now. */
  private async isOver({ streamId, place }: EventId): Promise<boolean> {
    const { events } = this.parts;
    try {
      if ((await events.running(this.session.id, streamId)) !== undefined) return false;
      return (await events.after(this.session.id, streamId, place)).length === 0;
    } catch {
      return false;
    }
  }

  private follow(of: Followed, connection: EventStream): void {
    const { events, replicas } = this.parts;
    const stream = new FollowedStream(of, connection, events, replicas);
    this.followed.add(stream);
    connection.once('close', () => this.followed.delete(stream));
    stream.start();
  }

  private carry(connection: EventStream): void {
    this.connections.add(connection);
    connection.once('close', () => this.connections.delete(connection));
  }
}
