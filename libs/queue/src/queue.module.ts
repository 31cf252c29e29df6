import { RedisConfig, TelemetryConfig } from '@repo/config';
import { Database } from '@repo/database';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { QueueConnection, type QueueRole } from './backend/queue-connection';
import { DeadLetters } from './dead-letters/dead-letters';
import { Queues } from './queues';

/**
 * The queues for the whole application: `Queues`, which adds jobs, and `DeadLetters`. Needs the
 * global `ConfigModule`, and `DatabaseModule` with `queueSchema`. A process of the role `works` has
 * `WorkersModule` beside it.
 */
@Global()
@Module({})
export class QueueModule {
  static forRoot(role: QueueRole): DynamicModule {
    return {
      module: QueueModule,
      providers: [
        {
          provide: QueueConnection,
          inject: [RedisConfig, TelemetryConfig, Database],
          useFactory: async (
            config: RedisConfig,
            { tracing }: TelemetryConfig,
            database: Database,
          ) => {
            const databaseUrl = config.url === undefined ? await database.url() : undefined;
            return new QueueConnection(config, databaseUrl, role, tracing);
          },
        },
        Queues,
        DeadLetters,
      ],
      exports: [QueueConnection, Queues, DeadLetters],
    };
  }
}
