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
const EVENTS_LIFE_MS = 10 * 60_000;

/** Milliseconds. How long it is known of a stream that it runs: a day is the longest call. */
const RUNNING_LIFE_MS = 24 * 3_600_000;

/** Longer ids of requests are not kept; their clients see such a stream end without an error. */
const MAX_ID_LENGTH = 256;

/** Characters on their way to Redis. Beyond, events are not kept: it is away, or does not keep up. */
const MAX_IN_FLIGHT = 32 * 1024 * 1024;

/** Before the first event. */
const START = '0-0';

/** Events in Redis: two streams for each session, that of its calls and the standalone one. */
export class RedisEventStore extends EventStore {
  private underway = 0;
  private readonly carried: StreamOwnership;

  constructor(
    private readonly connections: Connections,
    private readonly replicas: RedisReplicas,
  ) {
    super();
    this.carried = new StreamOwnership(connections, replicas);
  }

  open(sessionId: string, streamId: string, requestId: RequestId): void {
    const id = JSON.stringify(requestId);
    if (id.length > MAX_ID_LENGTH) return;
    const { running } = this.connections.keys.session(sessionId);
    const { commands } = this.connections;
    commands.hset(running, streamId, id).catch(() => undefined);
    commands.pexpire(running, RUNNING_LIFE_MS).catch(() => undefined);
  }

  append(sessionId: string, event: StoredEvent): void {
    this.add(sessionId, event).catch(() => undefined);
  }

  async post(sessionId: string, frame: string): Promise<void> {
    await this.add(sessionId, { streamId: STANDALONE, place: '', frame, last: false });
  }

  async tail(sessionId: string): Promise<string> {
    const { standalone } = this.connections.keys.session(sessionId);
    const [last] = await this.connections.commands.xrevrange(standalone, '+', '-', 'COUNT', 1);
    return last?.[0] ?? START;
  }

  async after(sessionId: string, streamId: string, place: string): Promise<StoredEvent[]> {
    const { calls, standalone } = this.connections.keys.session(sessionId);
    const { commands } = this.connections;
    if (streamId === STANDALONE) {
      const entries = await commands.xrange(standalone, `(${place}`, '+');
      return entries.map(([id, fields]) => ({ ...toEvent(fields), place: id }));
    }
    const entries = await commands.xrange(calls, '-', '+');
    return entries
      .map(([, fields]) => toEvent(fields))
      .filter((event) => event.streamId === streamId && Number(event.place) > Number(place));
  }

  async running(sessionId: string, streamId: string): Promise<RequestId | undefined> {
    const text = await this.connections.commands.hget(
      this.connections.keys.session(sessionId).running,
      streamId,
    );
    if (text === null && this.connections.isJustBack)
      throw new SessionsUnavailableError('just back');
    const id: unknown = text === null ? undefined : JSON.parse(text);
    return isRequestId(id) ? id : undefined;
  }

  follow(sessionId: string, streamId: string, look: () => void): () => void {
    return this.carried.add(sessionId, streamId, look);
  }

  isCarried(sessionId: string): Promise<boolean> {
    return this.carried.isElsewhere(sessionId, STANDALONE);
  }

  evict(): void {
    // They expire.
  }

  /** Ends what runs of itself. */
  stop(): void {
    this.carried.stop();
  }

  /** Always by `EVAL`: with `EVALSHA`, the first few would come in another order. */
  private async add(sessionId: string, event: StoredEvent): Promise<void> {
    const { streamId, place, frame, last } = event;
    if (this.underway + frame.length > MAX_IN_FLIGHT) throw new Error('too much is under way');
    const keys = this.connections.keys.session(sessionId);
    const [stream, size] =
      streamId === STANDALONE
        ? [keys.standalone, keys.standaloneSize]
        : [keys.calls, keys.callsSize];
    const wake: ReplicaMessage = { kind: 'events', session: sessionId, stream: streamId };
    this.underway += frame.length;
    try {
      await this.connections.commands.eval(
        ...([APPEND, 4, stream, size, keys.owners, keys.running] as const),
        ...[streamId, place, frame, last ? '1' : '0', MAX_EVENTS, MAX_CHARACTERS],
        ...[EVENTS_LIFE_MS, this.connections.keys.replicaChannel, `redis ${JSON.stringify(wake)}`],
      );
    } finally {
      this.underway -= frame.length;
    }
  }
}

/** The fields as they were added: name, value, name, value. */
function toEvent(fields: readonly string[]): StoredEvent {
  const [, streamId = '', , place = '', , frame = '', , last] = fields;
  return { streamId, place, frame, last: last === '1' };
}
