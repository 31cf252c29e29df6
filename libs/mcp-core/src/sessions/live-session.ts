import { randomUUID } from 'node:crypto';
import type { JsonRpcNotification, JsonRpcResponse } from '../protocol/json-rpc';
import type { RequestId } from '../protocol/request-id';
import type { EventStream } from '../streams/event-stream';
import type { ChangeBus } from '../subscriptions/change-bus';
import { CallStream } from './call-stream';
import { parseEventId, RETRY_MS, type EventId } from './event-id';
import { STANDALONE, type EventStore } from './event-store';
import type { Idling } from './idle-map';
import { readCancelled, type LegacySession } from './legacy-session';
import { RemoteCallStream, type ResumedStream } from './remote-call-stream';
import type { Replicas, SessionMessage } from './replicas';
import { StandaloneStream } from './standalone-stream';

/** The id of a call's stream: the process that runs the call, and a unique part. */
const CALL_STREAM_ID = /^([0-9a-f]{16})-[0-9a-f]{12}$/;
/** The position in an event id of the standalone stream. */
const STANDALONE_POSITION = /^\d{1,20}(?:-\d{1,20})?\.\d{1,20}(?:-\d{1,20})?$/;
/** The id of a request to a client: the process that waits for the response, and a unique part. */
const REQUEST_ID = /^([0-9a-f]{16})\.[0-9a-f-]{36}$/;

export interface SessionParts {
  readonly events: EventStore;
  readonly changes: ChangeBus;
  readonly replicas: Replicas;
}

/** A session that this process holds in memory, with its streams and the other processes it spans. */
export class LiveSession implements Idling {
  readonly standalone: StandaloneStream;
  /** When it was last compared with its record, in milliseconds since 1970. */
  checkedAt = 0;
  /** Whether it has a change that could not be saved. */
  isUnsaved = false;
  /** Streams of calls that run in this process. */
  private readonly calls = new Map<string, CallStream>();
  private readonly remoteCalls = new Set<RemoteCallStream>();
  private readonly connections = new Set<EventStream>();

  constructor(
    readonly session: LegacySession,
    private readonly parts: SessionParts,
    private readonly onEnd: () => void,
  ) {
    this.standalone = new StandaloneStream(session, parts.events, parts.changes);
    session.sendFrame = (frame) => this.standalone.post(frame);
  }

  get isActive(): boolean {
    return this.session.isBusy || this.connections.size > 0;
  }

  /** The stream of a call, over its first connection. */
  openStream(requestId: RequestId, connection: EventStream): CallStream {
    const { events, replicas } = this.parts;
    const id = `${replicas.id}-${randomUUID().slice(-12)}`;
    const onDone = () => void this.calls.delete(id);
    const stream = new CallStream(id, requestId, this.session, events, onDone);
    this.calls.set(id, stream);
    this.track(connection);
    stream.connect(connection);
    return stream;
  }

  /** Opens the standalone stream. */
  async connect(connection: EventStream): Promise<void> {
    this.track(connection);
    await this.standalone.connect(connection);
  }

  /**
   * Resumes the stream of a `Last-Event-ID`.
   *
   * @returns `unknown` for an id that this host never sends, `ended` where nothing is left to send
   */
  async resume(
    lastEventId: string,
    connection: EventStream,
  ): Promise<'resumed' | 'ended' | 'unknown'> {
    const seen = parseEventId(lastEventId);
    if (seen === undefined) return 'unknown';
    const { streamId, position } = seen;
    if (streamId === STANDALONE) {
      if (!STANDALONE_POSITION.test(position)) return 'unknown';
      this.track(connection);
      await this.standalone.connect(connection, position);
      return 'resumed';
    }
    const owner = CALL_STREAM_ID.exec(streamId)?.[1];
    if (owner === undefined || !/^\d{1,20}$/.test(position)) return 'unknown';
    const call = this.calls.get(streamId);
    if (call === undefined && (await this.hasEnded(seen))) return 'ended';
    this.track(connection);
    if (call !== undefined) await call.resume(connection, position);
    else this.resumeRemote({ session: this.session, streamId, position, owner }, connection);
    return 'resumed';
  }

  /**
   * Takes a response or a notification of the client, for whichever process it is: a balancer sends
   * it to any.
   *
   * @throws {SessionsUnavailableError} it is for another process, which cannot be reached now
   */
  async receive(message: JsonRpcNotification | JsonRpcResponse): Promise<void> {
    const { session, parts } = this;
    const { id, principal } = session;
    if (message.kind === 'response') {
      if (session.requests.settle(message)) return;
      const replica = REQUEST_ID.exec(String(message.id))?.[1];
      if (replica === undefined || replica === parts.replicas.id) return;
      const answer = { kind: 'answer', session: id, principal, response: message } as const;
      return parts.replicas.send(replica, answer);
    }
    const cancelled = readCancelled(message);
    if (cancelled === undefined || session.cancel(cancelled.requestId, cancelled.reason)) return;
    parts.replicas.broadcast({ kind: 'cancel', session: id, principal, ...cancelled });
  }

  /** Takes a message of another process about this session. */
  onReplicaMessage(message: SessionMessage): void {
    const { session } = this;
    switch (message.kind) {
      case 'answer':
        if (message.principal === session.principal) session.requests.settle(message.response);
        return;
      case 'cancel':
        if (message.principal !== session.principal) return;
        session.cancel(message.requestId, message.reason);
        return;
      case 'update':
        return session.apply(message.update);
      case 'released':
        return this.releaseStream(message.stream);
      case 'ended': // the registry's
      case 'events': // the event store's
        return;
    }
  }

  /** Registers the running calls once more: an outage may have lost them. */
  registerCalls(): void {
    for (const call of this.calls.values()) call.register();
  }

  /** Ends all connections, so that clients reconnect; calls go on. */
  disconnect(): void {
    for (const connection of this.connections) connection.sendRetry(RETRY_MS);
    this.standalone.release();
    for (const call of this.calls.values()) call.release();
    for (const call of this.remoteCalls) call.release();
  }

  end(): void {
    this.session.close();
    this.disconnect();
    this.onEnd();
  }

  /** Another process owns the stream from now on. */
  private releaseStream(streamId: string): void {
    if (streamId === STANDALONE) this.standalone.release();
    this.calls.get(streamId)?.release();
    for (const call of this.remoteCalls) if (call.id === streamId) call.release();
  }

  /** Whether a call has ended and nothing is left to replay; false where the store cannot be read. */
  private async hasEnded({ streamId, position }: EventId): Promise<boolean> {
    const { events } = this.parts;
    try {
      if ((await events.running(this.session.id, streamId)) !== undefined) return false;
      return (await events.after(this.session.id, streamId, position)).length === 0;
    } catch {
      return false;
    }
  }

  private resumeRemote(resumed: ResumedStream, connection: EventStream): void {
    const { events, replicas } = this.parts;
    const call = new RemoteCallStream(resumed, connection, events, replicas);
    this.remoteCalls.add(call);
    connection.once('close', () => this.remoteCalls.delete(call));
    call.start();
  }

  private track(connection: EventStream): void {
    this.connections.add(connection);
    connection.once('close', () => this.connections.delete(connection));
  }
}
