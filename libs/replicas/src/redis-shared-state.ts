import type { McpConfig, RedisConfig } from '@repo/config';
import { withTimeout } from '@repo/foundation';
import { SharedState } from '@repo/mcp-core';
import type { RedisConnection } from '@repo/redis';
import { Connections } from './connections';
import { RedisChangeBus } from './redis-change-bus';
import { RedisReplicas } from './redis-replicas';
import { RedisEventStore } from './sessions/redis-event-store';
import { RedisSessionDirectory } from './sessions/redis-session-directory';

/** Milliseconds. The process starts without Redis, too. */
const START_TIMEOUT_MS = 2_000;

/** All that the replicas of one server share, on Redis. */
export class RedisSharedState extends SharedState {
  readonly replicas: RedisReplicas;
  readonly directory: RedisSessionDirectory;
  readonly events: RedisEventStore;
  readonly changes: RedisChangeBus;
  private readonly connections: Connections;

  constructor(commands: RedisConnection, redis: RedisConfig, mcp: McpConfig, server: string) {
    super();
    this.connections = new Connections(commands, redis, server);
    this.replicas = new RedisReplicas(this.connections);
    this.directory = new RedisSessionDirectory(this.connections, mcp);
    this.events = new RedisEventStore(this.connections, this.replicas);
    this.changes = new RedisChangeBus(this.connections, this.replicas.id);
  }

  /** Resolves when the other replicas can reach this one, or after a while. */
  async start(): Promise<void> {
    await withTimeout(START_TIMEOUT_MS, this.connections.subscribed(), () => undefined);
  }

  async close(): Promise<void> {
    this.events.stop();
    await this.replicas.close();
    await this.connections.close();
  }
}
