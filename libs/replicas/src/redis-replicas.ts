import { randomBytes } from 'node:crypto';
import {
  readReplicaMessage,
  Replicas,
  SessionsUnavailableError,
  type ReplicaMessage,
} from '@acme/mcp-core';
import type { Connections } from './connections';
import { aliveKey, ALL_CHANNEL, REPLICA_CHANNEL } from './keys';

/** Milliseconds between two signs of life, and how long one lasts. */
const BEAT_MS = 2_000;
const ALIVE_MS = 7_000;

/** Characters. What clients send is bounded before; this bounds what Redis is given. */
const MOST_CHARACTERS = 8 * 1024 * 1024;

/** The other processes, over one channel for all and one for each. */
export class RedisReplicas extends Replicas {
  readonly id = randomBytes(8).toString('hex');
  private readonly listeners: ((message: ReplicaMessage) => void)[] = [];
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly connections: Connections) {
    super();
    connections.subscribe([ALL_CHANNEL, REPLICA_CHANNEL + this.id], (_channel, text) =>
      this.take(text),
    );
    connections.onReturn(() => this.beat());
    this.timer = setInterval(() => this.beat(), BEAT_MS).unref();
    this.beat();
  }

  async tell(replica: string, message: ReplicaMessage): Promise<void> {
    await this.publish(REPLICA_CHANNEL + replica, message);
  }

  tellAll(message: ReplicaMessage): void {
    this.publish(ALL_CHANNEL, message).catch(() => undefined);
  }

  hear(listener: (message: ReplicaMessage) => void): void {
    this.listeners.push(listener);
  }

  async isAlive(replica: string): Promise<boolean> {
    return (await this.connections.commands.exists(aliveKey(replica))) === 1;
  }

  onReturn(listener: () => void): void {
    this.connections.onReturn(listener);
  }

  /** Others need not wait to see that it has gone. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.connections.commands.del(aliveKey(this.id)).catch(() => undefined);
  }

  private async publish(channel: string, message: ReplicaMessage): Promise<void> {
    const text = `${this.id} ${JSON.stringify(message)}`;
    if (text.length > MOST_CHARACTERS) throw new SessionsUnavailableError('too large');
    try {
      await this.connections.commands.publish(channel, text);
    } catch (error) {
      throw new SessionsUnavailableError(error);
    }
  }

  private take(text: string): void {
    const space = text.indexOf(' ');
    if (text.slice(0, space) === this.id) return;
    const message = parse(text.slice(space + 1));
    if (message !== undefined) for (const listener of this.listeners) listener(message);
  }

  private beat(): void {
    const { commands } = this.connections;
    commands.set(aliveKey(this.id), '1', 'PX', ALIVE_MS).catch(() => undefined);
  }
}

/** Others may use the same Redis, and older or newer versions of this: what is strange is ignored. */
function parse(text: string): ReplicaMessage | undefined {
  try {
    return readReplicaMessage(JSON.parse(text));
  } catch {
    return undefined;
  }
}
