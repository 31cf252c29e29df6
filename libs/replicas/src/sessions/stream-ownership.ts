import type { Connections } from '../connections';
import type { RedisReplicas } from '../redis-replicas';

/** Milliseconds. How long an ownership is valid, and how often it is renewed. */
const TTL_MS = 120_000;
const RENEWAL_INTERVAL_MS = 40_000;

interface Stream {
  readonly sessionId: string;
  readonly streamId: string;
  readonly onEvents: () => void;
}

/** The streams that this process delivers to clients. */
export class StreamOwnership {
  private readonly streams = new Map<string, Stream>();
  private readonly timer = setInterval(() => this.renewAll(), RENEWAL_INTERVAL_MS).unref();

  constructor(
    private readonly connections: Connections,
    private readonly replicas: RedisReplicas,
  ) {
    replicas.onMessage((message) => {
      if (message.kind !== 'events') return;
      this.streams.get(keyOf(message.session, message.stream))?.onEvents();
    });
    // Events during the outage notified no process.
    connections.onReconnect(() => this.renewAll());
  }

  /** @returns ends it */
  add(sessionId: string, streamId: string, onEvents: () => void): () => void {
    const key = keyOf(sessionId, streamId);
    const stream = { sessionId, streamId, onEvents };
    this.streams.set(key, stream);
    this.claim(stream).catch(() => undefined);
    return () => {
      if (this.streams.get(key) === stream) this.streams.delete(key);
    };
  }

  async isElsewhere(sessionId: string, streamId: string): Promise<boolean> {
    const owner = await this.connections.commands.hget(
      this.connections.keys.session(sessionId).owners,
      streamId,
    );
    return owner !== null && owner !== this.replicas.id && this.replicas.isAlive(owner);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async claim({ sessionId, streamId }: Stream): Promise<void> {
    const { owners } = this.connections.keys.session(sessionId);
    const { commands } = this.connections;
    const { id } = this.replicas;
    const [before] = await Promise.all([
      commands.hget(owners, streamId),
      commands.hset(owners, streamId, id),
      commands.pexpire(owners, TTL_MS),
    ]);
    if (before === null || before === id) return;
    await this.replicas.send(before, { kind: 'released', session: sessionId, stream: streamId });
  }

  /**
   * Renews the ownerships, and delivers what a lost message did not announce. A stream that another
   * process claimed meanwhile was released here; where that message was lost, its client has
   * disconnected.
   */
  private renewAll(): void {
    for (const stream of this.streams.values()) {
      this.renew(stream).catch(() => undefined);
      stream.onEvents();
    }
  }

  private async renew({ sessionId, streamId }: Stream): Promise<void> {
    const { owners } = this.connections.keys.session(sessionId);
    const { commands } = this.connections;
    await Promise.all([
      commands.hsetnx(owners, streamId, this.replicas.id),
      commands.pexpire(owners, TTL_MS),
    ]);
  }
}

function keyOf(sessionId: string, streamId: string): string {
  return `${sessionId} ${streamId}`;
}
