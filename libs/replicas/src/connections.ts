import { closeRedis, openRedis, type RedisConnection } from '@repo/redis';
import type { RedisConfig } from '@repo/config';
import { Keys } from './keys';

/**
 * Milliseconds after an outage in which what is not found may be what was lost with the data of Redis:
 * the processes that know it put it back as soon as they are connected again.
 */
const COMING_BACK_MS = 7_000;

type MessageListener = (channel: string, text: string) => void;

/** The connection for commands, which the process shares, and one that subscribes. */
export class Connections {
  readonly keys: Keys;
  private readonly subscriber: RedisConnection;
  private readonly reconnectListeners: (() => void)[] = [];
  private reconnectedAt = -Infinity;
  private isLost = false;
  private readonly subscribing: Promise<unknown>[] = [];

  constructor(
    readonly commands: RedisConnection,
    config: RedisConfig,
  ) {
    this.keys = new Keys(config.prefix);
    // Subscribes again by itself whenever it is connected again.
    this.subscriber = openRedis(config, {
      enableOfflineQueue: true,
      maxRetriesPerRequest: null,
      connectionName: 'replicas',
    });
    this.subscriber.on('close', () => (this.isLost = true));
    commands.on('close', () => (this.isLost = true));
    for (const connection of [commands, this.subscriber]) {
      connection.on('ready', () => this.ready());
    }
  }

  /** Whether what is missing in Redis may come back: it is away, or was until a moment ago. */
  get isJustBack(): boolean {
    return this.isLost || performance.now() - this.reconnectedAt < COMING_BACK_MS;
  }

  /** Calls back when both are there again, after one of them was not. */
  onReconnect(listener: () => void): void {
    this.reconnectListeners.push(listener);
  }

  subscribe(channels: readonly string[], listener: MessageListener): void {
    const wanted = new Set(channels);
    this.subscriber.on('message', (channel: string, text: string) => {
      if (wanted.has(channel)) listener(channel, text);
    });
    // Waits for the connection; it fails only when that is closed for good.
    this.subscribing.push(this.subscriber.subscribe(...channels).catch(() => undefined));
  }

  /** Resolves when what is told to this process reaches it. */
  async subscribed(): Promise<void> {
    await Promise.all(this.subscribing);
  }

  async close(): Promise<void> {
    await closeRedis(this.subscriber);
  }

  private ready(): void {
    const both = this.commands.status === 'ready' && this.subscriber.status === 'ready';
    if (!both || !this.isLost) return;
    this.isLost = false;
    this.reconnectedAt = performance.now();
    for (const listener of this.reconnectListeners) listener();
  }
}
