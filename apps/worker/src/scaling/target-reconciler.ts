import { type EdgeData, type JobDefinition, PostponedError, Queues, ScalingJob } from '@repo/queue';
import { Clock } from '@repo/foundation';
import { type ReconcileRun, type ReconcileResult, ScalingRun } from '@repo/scaling';
import { Injectable, Logger } from '@nestjs/common';
import { UnrecoverableError } from 'bullmq';
import { ScalingMetrics } from '../metrics/scaling.metrics';

/** Milliseconds until a job is tried again whose target another worker is changing. */
const BUSY_DELAY_MS = 1_000;

/** Nobody mends these within the attempts of a job; the next minute tries anew anyway. */
const NON_RETRYABLE = new Set(['ACCESS_DENIED', 'NOT_FOUND', 'REFUSED']);

/** What the jobs of scaling have in common: one target compared with what it should be. */
@Injectable()
export class TargetReconciler {
  private readonly logger = new Logger('Scaling');
  /** What went wrong at the last run of a target. */
  private readonly failures = new Map<string, string>();

  constructor(
    private readonly run: ScalingRun,
    private readonly queues: Queues,
    private readonly clock: Clock,
    private readonly metrics: ScalingMetrics,
  ) {}

  /** The names of all targets. */
  targets(): Promise<readonly string[]> {
    return this.run.refresh();
  }

  /**
   * @param notBefore milliseconds since 1970; the clock of whoever added the job may be ahead
   * @throws {PostponedError} it is too early, or another worker is changing the target
   */
  async reconcile(target: string, notBefore = 0): Promise<string> {
    if (notBefore > this.clock.now()) throw new PostponedError(notBefore);
    await this.run.refresh();
    const run = await this.run.reconcileTarget(target);
    if (run === undefined) return 'no rule names it';
    if (run.result.outcome === 'busy') throw new PostponedError(Date.now() + BUSY_DELAY_MS);
    await this.follow(run);
    return text(run.result);
  }

  private async follow({ result, edge, checkAt }: ReconcileRun): Promise<void> {
    const { target, action, outcome } = result;
    this.metrics.actions.inc({ target, action, outcome });
    if (edge !== undefined) await this.addEdge(edge);
    if (checkAt !== undefined) await this.addLook(ScalingJob.check, target, checkAt);
    if (outcome === 'late') return this.logFailure(result, true);
    if (outcome !== 'failed') {
      if (action !== 'none') this.logger.log(text(result));
      if (this.failures.delete(target)) this.logger.log(`${target}: mended`);
      return;
    }
    const isRetryable = !NON_RETRYABLE.has(result.error?.code ?? '');
    this.logFailure(result, isRetryable);
    throw isRetryable ? new Error(result.why) : new UnrecoverableError(result.why);
  }

  /** Adds a job for when the next change of a target is due. */
  private async addEdge({ target, at, direction }: NonNullable<ReconcileRun['edge']>) {
    await this.addLook(direction === 'up' ? ScalingJob.scaleUp : ScalingJob.scaleDown, target, at);
  }

  private async addLook(job: JobDefinition<EdgeData>, target: string, at: number): Promise<void> {
    const delay = Math.max(at - this.clock.now(), 0);
    await this.queues.add(job, { target, notBefore: at }, { delay });
  }

  /** Once, not at every attempt of every minute. */
  private logFailure(result: ReconcileResult, isRetryable: boolean): void {
    if (this.failures.get(result.target) === result.why) return;
    this.failures.set(result.target, result.why);
    if (isRetryable) this.logger.warn(text(result));
    else this.logger.error(text(result));
  }
}

function text({ target, action, outcome, why }: ReconcileResult): string {
  return `${target}: ${action}, ${outcome}: ${why}`;
}
