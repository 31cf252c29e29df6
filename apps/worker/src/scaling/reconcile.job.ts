import { type JobHandler, QueueJob, Queues, type ReconcileData, ScalingJob } from '@repo/queue';
import { TargetReconciler } from './target-reconciler';

/** Reconciles one target; without one it adds a job for each. */
@QueueJob(ScalingJob.reconcile)
export class ReconcileJob implements JobHandler<ReconcileData> {
  constructor(
    private readonly reconciler: TargetReconciler,
    private readonly queues: Queues,
  ) {}

  async run({ target }: ReconcileData): Promise<string> {
    if (target !== undefined) return this.reconciler.reconcile(target);
    const targets = await this.reconciler.targets();
    await Promise.all(
      targets.map((name) => this.queues.add(ScalingJob.reconcile, { target: name })),
    );
    return `${targets.length} targets`;
  }
}
