import { ScalingJob } from '@repo/queue';
import { ReconcileRequests } from '@repo/scaling';
import { Injectable } from '@nestjs/common';
import { QueueAccess } from '../queues/queue-access';

/** Asks the workers by a job. */
@Injectable()
export class QueuedRequests extends ReconcileRequests {
  constructor(private readonly queues: QueueAccess) {
    super();
  }

  async request(target?: string): Promise<void> {
    const queues = await this.queues.connect();
    await queues.add(ScalingJob.reconcileNow, target === undefined ? {} : { target });
  }
}
