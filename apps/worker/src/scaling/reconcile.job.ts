import { type JobHandler, QueueJob, Queues, type ReconcileData, ScalingJob } from '@repo/queue';
import { TargetReconciler } from './target-reconciler';

/** Milliseconds from one target to the next: platforms limit the calls of a second. */
const APART_MS = 100;
/** Milliseconds by which all of them have been looked at. */
const WITHIN_MS = 30_000;

/** Reconciles one target; without one it adds a job for each, which are not urgent. */
@QueueJob(ScalingJob.reconcile)
export class ReconcileJob implements JobHandler<ReconcileData> {
  constructor(
    private readonly reconciler: TargetReconciler,
    private readonly queues: Queues,
  ) {}

  async run({ target }: ReconcileData): Promise<string> {
    if (target !== undefined) return this.reconciler.reconcile(target);
    const targets = await this.reconciler.targets();
    const apart = Math.min(APART_MS, WITHIN_MS / targets.length);
    await Promise.all(
      targets.map((name, index) =>
        this.queues.add(
          ScalingJob.reconcile,
          { target: name },
          { delay: Math.floor(index * apart) },
        ),
      ),
    );
    return `${targets.length} targets`;
  }
}
