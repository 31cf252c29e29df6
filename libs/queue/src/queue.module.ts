import { RedisConfig } from '@repo/config';
import { Database } from '@repo/database';
import { BullModule, getQueueToken } from '@nestjs/bullmq';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { Queue } from 'bullmq';
import { QueueConnection, type QueueRole } from './backend/queue-connection';
import { DeadLetters } from './dead-letters/dead-letters';
import { JobWorkers } from './job-workers';
import { defaultJobOptions } from './jobs/job-options';
import { MaintenanceJobs } from './jobs/maintenance-jobs';
import { ScalingJobs } from './jobs/scaling-jobs';
import { queueNames, queuePrefix } from './queue-names';
import { Queues } from './queues';

@Global()
@Module({})
class QueueConnectionModule {}

/**
 * The queues for the whole application: `Queues`, `DeadLetters`, `ScalingJobs`, and each by
 * `@InjectQueue(QueueName.…)`. Needs the global `ConfigModule`, and `DatabaseModule` with
 * `queueSchema`. In a process of the role `works`, `@Processor(QueueName.…)` classes get its jobs.
 */
@Global()
@Module({})
export class QueueModule {
  static forRoot(role: QueueRole): DynamicModule {
    const connection: DynamicModule = {
      module: QueueConnectionModule,
      providers: [
        {
          provide: QueueConnection,
          inject: [RedisConfig, Database],
          useFactory: async (config: RedisConfig, database: Database) => {
            const databaseUrl = config.url === undefined ? await database.url() : undefined;
            return new QueueConnection(config, databaseUrl, role);
          },
        },
      ],
      exports: [QueueConnection],
    };
    return {
      module: QueueModule,
      imports: [
        connection,
        DiscoveryModule,
        BullModule.forRootAsync({
          inject: [QueueConnection, RedisConfig],
          useFactory: ({ options }: QueueConnection, redis: RedisConfig) => ({
            connection: options,
            prefix: queuePrefix(redis),
            defaultJobOptions,
          }),
        }),
        BullModule.registerQueue(...queueNames.map((name) => ({ name }))),
      ],
      providers: [
        {
          provide: Queues,
          inject: queueNames.map((name) => getQueueToken(name)),
          useFactory: (...queues: Queue[]) => new Queues(queues),
        },
        DeadLetters,
        ScalingJobs,
        MaintenanceJobs,
        ...(role === 'works' ? [JobWorkers] : []),
      ],
      exports: [
        BullModule,
        ...(role === 'works' ? [JobWorkers] : []),
        Queues,
        DeadLetters,
        ScalingJobs,
        MaintenanceJobs,
      ],
    };
  }
}
