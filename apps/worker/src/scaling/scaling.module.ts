import { ScalingConfig } from '@repo/config';
import { Tables } from '@repo/database';
import { Clock } from '@repo/foundation';
import {
  Drivers,
  ownPlace,
  PostgresLock,
  Protection,
  ScalingRun,
  ScalingStore,
} from '@repo/scaling';
import { Global, Module } from '@nestjs/common';
import { ScalingMetrics } from '../metrics/scaling.metrics';
import { CheckJob } from './check.job';
import { ReconcileJob } from './reconcile.job';
import { ReconcileNowJob } from './reconcile-now.job';
import { RulesWatch } from './rules-watch';
import { ScaleDownJob } from './scale-down.job';
import { ScaleUpJob } from './scale-up.job';
import { TargetReconciler } from './target-reconciler';

@Global()
@Module({
  providers: [
    ScalingStore,
    RulesWatch,
    ScalingMetrics,
    TargetReconciler,
    ReconcileJob,
    ReconcileNowJob,
    ScaleUpJob,
    ScaleDownJob,
    CheckJob,
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
  exports: [RulesWatch, ScalingStore],
})
export class ScalingModule {}
