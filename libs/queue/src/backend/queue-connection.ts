import type { RedisConfig } from '@repo/config';
import { closeRedis, openRedis, type RedisConnection } from '@repo/redis';
import {
  type BackendFactory,
  type ConnectionOptions,
  createRedisBackend,
  type PostgresPoolConfig,
  type Processor,
  Queue,
  type RedisQueueBackend,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import { defaultJobOptions } from '../jobs/job-options';
import { queuePrefix } from '../queue-names';
import type { JobTelemetry } from './job-telemetry';
import { postgresBackend } from './postgres-backend';
import { postgresOptions } from './postgres-options';

/**
 * What a process does with the queue. One that only adds and shows jobs must answer soon, so its
 * commands fail while Redis is away; one that works on them waits for Redis to come back.
 */
export type QueueRole = 'adds' | 'works';

/** The store of the queue: Redis where `REDIS_URL` is set, else the database. */
export class QueueConnection {
  readonly kind: 'redis' | 'postgres';
  private readonly prefix: string;
  private readonly redis: RedisConnection | undefined;
  private readonly postgres: PostgresPoolConfig | undefined;
  private readonly telemetry: JobTelemetry | undefined;

  /**
   * @param databaseUrl of the database, where Redis is not configured
   * @param tracing whether jobs have spans, in the trace of whoever adds them
   */
  constructor(
    config: RedisConfig,
    databaseUrl: string | undefined,
    role: QueueRole,
    tracing = false,
  ) {
    this.telemetry = tracing ? loadTelemetry() : undefined;
    this.prefix = queuePrefix(config);
    if (config.url === undefined) {
      this.kind = 'postgres';
      this.postgres = postgresOptions(databaseUrl ?? '');
    } else {
      this.kind = 'redis';
      // A worker waits in Redis for its next job: no limit of time, and none of tries.
      const blocking = {
        maxRetriesPerRequest: null,
        enableOfflineQueue: true,
        commandTimeout: undefined,
      };
      this.redis = openRedis(config, role === 'works' ? blocking : {});
    }
  }

  queue(name: string): Queue {
    return new Queue(name, { ...this.options, defaultJobOptions }, this.backend);
  }

  /** @param processor `null` for one that takes jobs only when it is asked to */
  worker(name: string, processor: Processor | null, options: Partial<WorkerOptions>): Worker {
    return new Worker(name, processor, { ...this.options, ...options }, this.backend);
  }

  /** Ends a connection that is away: what waits for it fails now, rather than when it is back. */
  leaveIfAway(): void {
    if (this.redis?.status !== 'ready') this.redis?.disconnect();
  }

  /** When no queue and no worker uses it any more. */
  async close(): Promise<void> {
    if (this.redis !== undefined) await closeRedis(this.redis);
  }

  private get options() {
    return {
      connection: (this.redis ?? this.postgres) as ConnectionOptions,
      prefix: this.prefix,
      ...(this.telemetry && { telemetry: this.telemetry }),
    };
  }

  /** BullMQ's types name the backend of Redis; what is used of it here, both have. */
  private get backend(): BackendFactory<RedisQueueBackend> {
    const backend = this.kind === 'redis' ? createRedisBackend : postgresBackend;
    return backend as BackendFactory<RedisQueueBackend>;
  }
}

function loadTelemetry(): JobTelemetry {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- at once, unlike `import()`
  const { JobTelemetry } = require('./job-telemetry') as typeof import('./job-telemetry');
  return new JobTelemetry();
}
