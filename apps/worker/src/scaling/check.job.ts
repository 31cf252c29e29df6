import { type EdgeData, type JobHandler, QueueJob, ScalingJob } from '@repo/queue';
import { TargetReconciler } from './target-reconciler';

/** Reconciles a target whose change is under way: has its platform got there? */
@QueueJob(ScalingJob.check)
export class CheckJob implements JobHandler<EdgeData> {
  constructor(private readonly reconciler: TargetReconciler) {}

  run({ target, notBefore }: EdgeData): Promise<string> {
    return this.reconciler.reconcile(target, notBefore);
  }
}
