import { AuthModule } from '@repo/auth';
import { Clock, SystemClock } from '@repo/foundation';
import {
  ReconcileRequests,
  ScalingOrders,
  ScalingStatus,
  ScalingStore,
  scalingTools,
} from '@repo/scaling';
import { Module } from '@nestjs/common';
import { QueueAccess } from '../queues/queue-access';
import { QueuedRequests } from './queued-requests';

/** Scaling for people, over the admin API, and for their assistants, by tools. */
@Module({
  imports: [AuthModule],
  providers: [
    { provide: Clock, useClass: SystemClock },
    { provide: ReconcileRequests, useClass: QueuedRequests },
    QueueAccess,
    ScalingStore,
    ScalingStatus,
    ScalingOrders,
    ...scalingTools,
  ],
  exports: [ScalingStore, ScalingStatus, ScalingOrders, QueueAccess],
})
export class ScalingModule {}
