import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  readReplicaMessage,
  Replicas,
  SessionsUnavailableError,
  type ReplicaMessage,
} from '@repo/mcp-core';
import type { Connections } from './connections';

/** Milliseconds between two heartbeats, and how long one is valid. */
const HEARTBEAT_INTERVAL_MS = 2_000;
const HEARTBEAT_LIFE_MS = 7_000;

/** Milliseconds by which a heartbeat may be late. */
const HEARTBEAT_TOLERANCE_MS = 500;

/** Milliseconds. How long a message to a process without a subscription is retried, and how often. */
const SEND_TIMEOUT_MS = 4_000;
const RETRY_INTERVAL_MS = 250;

/** Characters. Requests are bounded before; this bounds what goes to Redis. */
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
      (_channel, text) => this.onText(text),
    );
    connections.onReconnect(() => this.sendHeartbeat());
    this.timer = setInterval(() => this.sendHeartbeat(), HEARTBEAT_INTERVAL_MS).unref();
    this.sendHeartbeat();
  }

  /**
   * During an outage, and while the receiver is alive but reconnecting, it is retried for a while:
   * clients do not repeat their responses. A Cluster reports the subscribers of a single node only, so
   * there it is sent once.
   */
  async send(replica: string, message: ReplicaMessage): Promise<void> {
    const text = this.encode(message);
    for (const end = performance.now() + SEND_TIMEOUT_MS; ;) {
      const failure = await this.trySend(replica, text);
      if (failure === undefined) return;
      if (performance.now() > end) throw new SessionsUnavailableError(failure);
      await pause(RETRY_INTERVAL_MS, undefined, { ref: false });
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
    if (this.connections.isRecovering) throw new SessionsUnavailableError('Redis is recovering');
    return false;
  }

  onReconnect(listener: () => void): void {
    this.connections.onReconnect(listener);
  }

  /** Removes the heartbeat, so that others see at once that this process has ended. */
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

  /** @returns why it must be retried, if it must */
  private async trySend(replica: string, text: string): Promise<unknown> {
    try {
      const { commands } = this.connections;
      const receivers = await commands.publish(
        this.connections.keys.replicaChannel + replica,
        text,
      );
      const isDone =
        receivers > 0 || commands.isCluster || (await this.hasMissedHeartbeat(replica));
      return isDone ? undefined : 'the process has no subscription';
    } catch (error) {
      return error;
    }
  }

  private onText(text: string): void {
    const space = text.indexOf(' ');
    if (text.slice(0, space) === this.id) return;
    const message = parse(text.slice(space + 1));
    if (message !== undefined) for (const listener of this.listeners) listener(message);
  }

  /** Whether its last heartbeat is overdue; known sooner than `isAlive` expires. */
  private async hasMissedHeartbeat(replica: string): Promise<boolean> {
    if (this.connections.isRecovering) return false;
    const left = await this.connections.commands.pttl(this.connections.keys.alive(replica));
    return left < HEARTBEAT_LIFE_MS - HEARTBEAT_INTERVAL_MS - HEARTBEAT_TOLERANCE_MS;
  }

  private sendHeartbeat(): void {
    const { commands } = this.connections;
    commands
      .set(this.connections.keys.alive(this.id), '1', 'PX', HEARTBEAT_LIFE_MS)
      .catch(() => undefined);
  }
}

/** Other programs and versions may use the same Redis: unknown messages are ignored. */
function parse(text: string): ReplicaMessage | undefined {
  try {
    return readReplicaMessage(JSON.parse(text));
  } catch {
    return undefined;
  }
}
