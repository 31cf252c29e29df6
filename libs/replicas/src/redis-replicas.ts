import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  readReplicaMessage,
  Replicas,
  SessionsUnavailableError,
  type ReplicaMessage,
} from '@repo/mcp-core';
import type { Connections } from './connections';

/** Milliseconds between two signs of life, and how long one lasts. */
const BEAT_MS = 2_000;
const ALIVE_MS = 7_000;

/** Milliseconds by which a sign of life may be late. */
const LATE_MS = 500;

/** Milliseconds. How long a message for one that does not hear is said again, and how often. */
const TIMEOUT_MS = 4_000;
const AGAIN_MS = 250;

/** Characters. What clients send is bounded before; this bounds what Redis is given. */
const MAX_CHARACTERS = 8 * 1024 * 1024;

/** The other processes, over one channel for all and one for each. */
export class RedisReplicas extends Replicas {
  readonly id = randomBytes(8).toString('hex');
  private readonly listeners: ((message: ReplicaMessage) => void)[] = [];
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly connections: Connections) {
    super();
    connections.subscribe(
      [connections.keys.allChannel, connections.keys.replicaChannel + this.id],
      (_channel, text) => this.take(text),
    );
    connections.onReconnect(() => this.beat());
    this.timer = setInterval(() => this.beat(), BEAT_MS).unref();
    this.beat();
  }

  /**
   * While Redis is away, and to one that lives but does not hear since it is just being connected again,
   * it is said again for a while: clients do not repeat their answers. A Cluster tells who heard of those
   * at one node alone, so there it is said once.
   */
  async send(replica: string, message: ReplicaMessage): Promise<void> {
    const text = this.encode(message);
    for (const end = performance.now() + TIMEOUT_MS; ;) {
      const failure = await this.tryTo(replica, text);
      if (failure === undefined) return;
      if (performance.now() > end) throw new SessionsUnavailableError(failure);
      await pause(AGAIN_MS, undefined, { ref: false });
    }
  }

  broadcast(message: ReplicaMessage): void {
    const { commands } = this.connections;
    const publish = async () =>
      commands.publish(this.connections.keys.allChannel, this.encode(message));
    publish().catch(() => undefined);
  }

  onMessage(listener: (message: ReplicaMessage) => void): void {
    this.listeners.push(listener);
  }

  async isAlive(replica: string): Promise<boolean> {
    if ((await this.connections.commands.exists(this.connections.keys.alive(replica))) === 1)
      return true;
    if (this.connections.isJustBack) throw new SessionsUnavailableError('just back');
    return false;
  }

  onReconnect(listener: () => void): void {
    this.connections.onReconnect(listener);
  }

  /** Others need not wait to see that it has gone. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.connections.commands
      .del(this.connections.keys.alive(this.id))
      .catch(() => undefined);
  }

  private encode(message: ReplicaMessage): string {
    const text = `${this.id} ${JSON.stringify(message)}`;
    if (text.length > MAX_CHARACTERS) throw new SessionsUnavailableError('too large');
    return text;
  }

  /** @returns why it must be said again, if it must */
  private async tryTo(replica: string, text: string): Promise<unknown> {
    try {
      const { commands } = this.connections;
      const heard = await commands.publish(this.connections.keys.replicaChannel + replica, text);
      const isDone = heard > 0 || commands.isCluster || (await this.hasGone(replica));
      return isDone ? undefined : 'the process does not hear';
    } catch (error) {
      return error;
    }
  }

  private take(text: string): void {
    const space = text.indexOf(' ');
    if (text.slice(0, space) === this.id) return;
    const message = parse(text.slice(space + 1));
    if (message !== undefined) for (const listener of this.listeners) listener(message);
  }

  /** Whether it has missed its last beat; sooner known than that it is no longer alive. */
  private async hasGone(replica: string): Promise<boolean> {
    if (this.connections.isJustBack) return false;
    const left = await this.connections.commands.pttl(this.connections.keys.alive(replica));
    return left < ALIVE_MS - BEAT_MS - LATE_MS;
  }

  private beat(): void {
    const { commands } = this.connections;
    commands.set(this.connections.keys.alive(this.id), '1', 'PX', ALIVE_MS).catch(() => undefined);
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
