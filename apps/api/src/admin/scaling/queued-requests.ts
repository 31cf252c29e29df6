import { ReconcileRequests } from '@repo/scaling';
import { Injectable } from '@nestjs/common';
import { LazyQueues } from '../queues/lazy-queues';

/** Asks the workers by a job. */
@Injectable()
export class QueuedRequests extends ReconcileRequests {
  constructor(private readonly queues: LazyQueues) {
    super();
  }

  async request(target?: string): Promise<void> {
    const [{ ScalingJob }, queues] = await Promise.all([import('@repo/queue'), this.queues.get()]);
    await queues.add(ScalingJob.reconcile, target === undefined ? {} : { target });
  }
}
