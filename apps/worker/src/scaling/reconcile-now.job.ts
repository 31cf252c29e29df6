import { type JobHandler, QueueJob, Queues, type ReconcileData, ScalingJob } from '@repo/queue';
import { TargetReconciler } from './target-reconciler';

/** Reconciles the target of an order; an order for all of them adds a job for each. */
@QueueJob(ScalingJob.reconcileNow)
export class ReconcileNowJob implements JobHandler<ReconcileData> {
  constructor(
    private readonly reconciler: TargetReconciler,
    private readonly queues: Queues,
  ) {}

  async run({ target }: ReconcileData): Promise<string> {
    if (target !== undefined) return this.reconciler.reconcile(target);
    const targets = await this.reconciler.targets();
    const add = (name: string) => this.queues.add(ScalingJob.reconcileNow, { target: name });
    await Promise.all(targets.map(add));
    return `${targets.length} targets`;
  }
}
