import type { Connections } from '../connections';
import type { RedisReplicas } from '../redis-replicas';

/** Milliseconds. How long it is known who carries a stream, and when that is said again. */
const LIFE_MS = 120_000;
const AGAIN_MS = 40_000;

interface Stream {
  readonly sessionId: string;
  readonly streamId: string;
  readonly onEvents: () => void;
}

/** The streams of other processes' events that this one carries to clients. */
export class StreamOwnership {
  private readonly streams = new Map<string, Stream>();
  private readonly timer = setInterval(() => this.renewAll(), AGAIN_MS).unref();

  constructor(
    private readonly connections: Connections,
    private readonly replicas: RedisReplicas,
  ) {
    replicas.onMessage((message) => {
      if (message.kind !== 'events') return;
      this.streams.get(keyOf(message.session, message.stream))?.onEvents();
    });
    // What was posted meanwhile woke nobody.
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
      commands.pexpire(owners, LIFE_MS),
    ]);
    if (before === null || before === id) return;
    await this.replicas.send(before, { kind: 'released', session: sessionId, stream: streamId });
  }

  /**
   * Says again who carries them, and looks, in case that something was missed. A stream that another
   * process took meanwhile was released here when it did; where that was not heard, its client has
   * gone.
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
      commands.pexpire(owners, LIFE_MS),
    ]);
  }
}

function keyOf(sessionId: string, streamId: string): string {
  return `${sessionId} ${streamId}`;
}
