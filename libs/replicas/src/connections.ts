import { closeRedis, openRedis, type RedisConnection } from '@repo/redis';
import type { RedisConfig } from '@repo/config';
import { Keys } from './keys';

/**
 * Milliseconds after an outage in which missing data may still be restored: each process saves what
 * it knows as soon as it is connected again.
 */
const RECOVERY_MS = 7_000;

type MessageListener = (channel: string, text: string) => void;

/** The connection for commands, which the whole process shares, and one for subscriptions. */
export class Connections {
  readonly keys: Keys;
  private readonly subscriber: RedisConnection;
  private readonly reconnectListeners: (() => void)[] = [];
  private reconnectedAt = -Infinity;
  private isLost = false;
  private readonly subscriptions: Promise<unknown>[] = [];

  constructor(
    readonly commands: RedisConnection,
    config: RedisConfig,
    server: string,
  ) {
    this.keys = new Keys(config.prefix, server);
    // It resubscribes by itself after a reconnect.
    this.subscriber = openRedis(config, {
      enableOfflineQueue: true,
      maxRetriesPerRequest: null,
      connectionName: 'replicas',
    });
    this.subscriber.on('close', () => (this.isLost = true));
    commands.on('close', () => (this.isLost = true));
    for (const connection of [commands, this.subscriber]) {
      connection.on('ready', () => this.onReady());
    }
  }

  /** Whether data that is missing in Redis may still be restored: during an outage and right after. */
  get isRecovering(): boolean {
    return this.isLost || performance.now() - this.reconnectedAt < RECOVERY_MS;
  }

  /** Calls back when both are connected again after an outage. */
  onReconnect(listener: () => void): void {
    this.reconnectListeners.push(listener);
  }

  subscribe(channels: readonly string[], listener: MessageListener): void {
    const wanted = new Set(channels);
    this.subscriber.on('message', (channel: string, text: string) => {
      if (wanted.has(channel)) listener(channel, text);
    });
    // Waits for the connection; fails only when that is closed.
    this.subscriptions.push(this.subscriber.subscribe(...channels).catch(() => undefined));
  }

  /** Resolves when all subscriptions are active. */
  async subscribed(): Promise<void> {
    await Promise.all(this.subscriptions);
  }

  async close(): Promise<void> {
    await closeRedis(this.subscriber);
  }

  private onReady(): void {
    const both = this.commands.status === 'ready' && this.subscriber.status === 'ready';
    if (!both || !this.isLost) return;
    this.isLost = false;
    this.reconnectedAt = performance.now();
    for (const listener of this.reconnectListeners) listener();
  }
}
