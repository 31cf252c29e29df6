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
    const { jobs } = await this.queues.get();
    await jobs.reconcile(target);
  }
}
