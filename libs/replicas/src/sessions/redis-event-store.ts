import {
  EventStore,
  isRequestId,
  MAX_CHARACTERS,
  MAX_EVENTS,
  SessionsUnavailableError,
  STANDALONE,
  type ReplicaMessage,
  type RequestId,
  type StoredEvent,
} from '@repo/mcp-core';
import type { Connections } from '../connections';
import type { RedisReplicas } from '../redis-replicas';
import { APPEND } from './append.script';
import { StreamOwnership } from './stream-ownership';

/** Milliseconds. How long events are kept for a client that lost its stream. */
const EVENTS_TTL_MS = 10 * 60_000;

/** Milliseconds. How long a stream is known to run: a day is the longest call. */
const RUNNING_TTL_MS = 24 * 3_600_000;

/** Longer request ids are not stored; a resumed stream of such a call ends without an error. */
const MAX_ID_LENGTH = 256;

/** Characters on their way to Redis. Further events are dropped: it is away, or too slow. */
const MAX_IN_FLIGHT = 32 * 1024 * 1024;

/** The position before the first event. */
const START = '0-0';

/** Events in Redis: two streams for each session, that of its calls and the standalone one. */
export class RedisEventStore extends EventStore {
  private inFlight = 0;
  private readonly ownership: StreamOwnership;

  constructor(
    private readonly connections: Connections,
    private readonly replicas: RedisReplicas,
  ) {
    super();
    this.ownership = new StreamOwnership(connections, replicas);
  }

  open(sessionId: string, streamId: string, requestId: RequestId): void {
    const id = JSON.stringify(requestId);
    if (id.length > MAX_ID_LENGTH) return;
    const { running } = this.connections.keys.session(sessionId);
    const { commands } = this.connections;
    commands.hset(running, streamId, id).catch(() => undefined);
    commands.pexpire(running, RUNNING_TTL_MS).catch(() => undefined);
  }

  append(sessionId: string, event: StoredEvent): void {
    this.add(sessionId, event).catch(() => undefined);
  }

  async post(sessionId: string, frame: string): Promise<void> {
    await this.add(sessionId, { streamId: STANDALONE, position: '', frame, last: false });
  }

  async tail(sessionId: string): Promise<string> {
    const { standalone } = this.connections.keys.session(sessionId);
    const [last] = await this.connections.commands.xrevrange(standalone, '+', '-', 'COUNT', 1);
    return last?.[0] ?? START;
  }

  async after(sessionId: string, streamId: string, position: string): Promise<StoredEvent[]> {
    const { calls, standalone } = this.connections.keys.session(sessionId);
    const { commands } = this.connections;
    if (streamId === STANDALONE) {
      const entries = await commands.xrange(standalone, `(${position}`, '+');
      return entries.map(([id, fields]) => ({ ...toEvent(fields), position: id }));
    }
    const entries = await commands.xrange(calls, '-', '+');
    return entries
      .map(([, fields]) => toEvent(fields))
      .filter((event) => event.streamId === streamId && Number(event.position) > Number(position));
  }

  async running(sessionId: string, streamId: string): Promise<RequestId | undefined> {
    const text = await this.connections.commands.hget(
      this.connections.keys.session(sessionId).running,
      streamId,
    );
    if (text === null && this.connections.isRecovering)
      throw new SessionsUnavailableError('Redis is recovering');
    const id: unknown = text === null ? undefined : JSON.parse(text);
    return isRequestId(id) ? id : undefined;
  }

  follow(sessionId: string, streamId: string, onEvents: () => void): () => void {
    return this.ownership.add(sessionId, streamId, onEvents);
  }

  isOwned(sessionId: string): Promise<boolean> {
    return this.ownership.isElsewhere(sessionId, STANDALONE);
  }

  evict(): void {
    // The events expire.
  }

  /** Stops the timer. */
  stop(): void {
    this.ownership.stop();
  }

  /** Always by `EVAL`: with `EVALSHA` the first events could be reordered. */
  private async add(sessionId: string, event: StoredEvent): Promise<void> {
    const { streamId, position, frame, last } = event;
    if (this.inFlight + frame.length > MAX_IN_FLIGHT)
      throw new Error('too many events are in flight');
    const keys = this.connections.keys.session(sessionId);
    const [stream, size] =
      streamId === STANDALONE
        ? [keys.standalone, keys.standaloneSize]
        : [keys.calls, keys.callsSize];
    const wake: ReplicaMessage = { kind: 'events', session: sessionId, stream: streamId };
    this.inFlight += frame.length;
    try {
      await this.connections.commands.eval(
        ...([APPEND, 4, stream, size, keys.owners, keys.running] as const),
        ...[streamId, position, frame, last ? '1' : '0', MAX_EVENTS, MAX_CHARACTERS],
        ...[EVENTS_TTL_MS, this.connections.keys.replicaChannel, `redis ${JSON.stringify(wake)}`],
      );
    } finally {
      this.inFlight -= frame.length;
    }
  }
}

/** The fields as they were added: name, value, name, value. */
function toEvent(fields: readonly string[]): StoredEvent {
  const [, streamId = '', , position = '', , frame = '', , last] = fields;
  return { streamId, position, frame, last: last === '1' };
}
