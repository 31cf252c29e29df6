import { RedisConfig } from '@repo/config';
import { closeRedis, openRedis, type RedisConnection } from '@repo/redis';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { ConnectionOptions, PostgresPoolConfig } from 'bullmq';
import { chooseBackendByConnection } from './choose-backend';
import { postgresOptions } from './postgres-options';

/**
 * What a process does with the queue. One that only adds and shows jobs must answer soon, so its
 * commands fail while Redis is away; one that works on them waits for Redis to come back.
 */
export type QueueRole = 'adds' | 'works';

/** The store of the queue: Redis where `REDIS_URL` is set, else the database. */
@Injectable()
export class QueueConnection implements OnApplicationShutdown {
  readonly kind: 'redis' | 'postgres';
  private readonly redis: RedisConnection | undefined;
  private readonly postgres: PostgresPoolConfig | undefined;

  /** @param databaseUrl of the database, where Redis is not configured */
  constructor(config: RedisConfig, databaseUrl: string | undefined, role: QueueRole) {
    chooseBackendByConnection();
    if (config.url === undefined) {
      this.kind = 'postgres';
      this.postgres = postgresOptions(databaseUrl ?? '');
    } else {
      this.kind = 'redis';
      // A worker waits in Redis for its next job: no limit of time, and none of tries.
      const patient = {
        maxRetriesPerRequest: null,
        enableOfflineQueue: true,
        commandTimeout: undefined,
      };
      this.redis = openRedis(config, role === 'works' ? patient : {});
    }
  }

  /** For the options of a queue or a worker. */
  get options(): ConnectionOptions {
    return (this.redis ?? this.postgres) as ConnectionOptions;
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.redis !== undefined) await closeRedis(this.redis);
  }
}
