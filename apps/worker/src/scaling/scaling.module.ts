import { type Config, ScalingConfig } from '@repo/config';
import { Tables } from '@repo/database';
import { Clock } from '@repo/foundation';
import { QueueName } from '@repo/queue';
import {
  Drivers,
  ownPlace,
  PostgresLock,
  Protection,
  ScalingRun,
  ScalingStore,
} from '@repo/scaling';
import { Processor } from '@nestjs/bullmq';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { ScalingMetrics } from '../metrics/scaling-metrics';
import type { Timing } from '../worker-settings';
import { RulesWatch } from './rules-watch';
import { ScalingProcessor } from './scaling.processor';

/** Targets that one worker is at together: most of the time it waits for their platforms. */
const MAX_AT_ONCE = 4;

@Global()
@Module({})
export class ScalingModule {
  static forRoot({ database }: Config, { jobLockMs }: Timing): DynamicModule {
    // The lock of each target takes a connection of the pool, and one more must be left to ask by.
    const concurrency = Math.min(MAX_AT_ONCE, database.poolSize - 1);
    const timing = { lockDuration: jobLockMs, stalledInterval: jobLockMs, maxStalledCount: 3 };
    Processor(QueueName.scaling, { autorun: false, concurrency, ...timing })(ScalingProcessor);
    return {
      module: ScalingModule,
      providers: [
        ScalingStore,
        RulesWatch,
        ScalingMetrics,
        ScalingProcessor,
        {
          provide: Protection,
          inject: [ScalingConfig],
          useFactory: async ({ protectedNames }: ScalingConfig) =>
            new Protection(protectedNames, await ownPlace()),
        },
        {
          provide: ScalingRun,
          inject: [RulesWatch, ScalingStore, Tables, Protection, Clock],
          useFactory: (
            { file: rules }: RulesWatch,
            store: ScalingStore,
            tables: Tables,
            protection: Protection,
            clock: Clock,
          ) => {
            const drivers = new Drivers(store.earlierSizes);
            const lock = new PostgresLock(tables);
            return new ScalingRun({ rules, store, drivers, lock, protection, clock });
          },
        },
      ],
      exports: [RulesWatch, ScalingStore, ScalingMetrics],
    };
  }
}
