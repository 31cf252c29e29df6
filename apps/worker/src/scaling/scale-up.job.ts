import { type EdgeData, type JobHandler, QueueJob, ScalingJob } from '@repo/queue';
import { TargetReconciler } from './target-reconciler';

/** Reconciles a target at the instant from which it should be larger. */
@QueueJob(ScalingJob.scaleUp)
export class ScaleUpJob implements JobHandler<EdgeData> {
  constructor(private readonly reconciler: TargetReconciler) {}

  run({ target, notBefore }: EdgeData): Promise<string> {
    return this.reconciler.reconcile(target, notBefore);
  }
}
