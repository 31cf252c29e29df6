import { type ReconcileData, ScalingJobs } from '@repo/queue';
import { Clock } from '@repo/foundation';
import { type ReconcileRun, type ReconcileResult, ScalingRun } from '@repo/scaling';
import { WorkerHost } from '@nestjs/bullmq';
import { Injectable, Logger } from '@nestjs/common';
import { DelayedError, type Job, UnrecoverableError } from 'bullmq';
import { ScalingMetrics } from '../metrics/scaling-metrics';

/** Milliseconds until a job looks again whose target somebody else is at. */
const BUSY_MS = 1_000;

/** Nobody mends these within the attempts of a job; the next minute tries anew anyway. */
const NON_RETRYABLE = new Set(['ACCESS_DENIED', 'NOT_FOUND', 'REFUSED']);

/** Works on the scaling queue. A job without a target makes one for each; the others look at one. */
@Injectable()
export class ScalingProcessor extends WorkerHost {
  private readonly logger = new Logger('Scaling');
  /** What went wrong at the last look at a target. */
  private readonly failures = new Map<string, string>();

  constructor(
    private readonly run: ScalingRun,
    private readonly jobs: ScalingJobs,
    private readonly metrics: ScalingMetrics,
    private readonly clock: Clock,
  ) {
    super();
  }

  async process(job: Job<ReconcileData>, token?: string): Promise<string> {
    const { target, notBefore = 0 } = job.data;
    // The clock of whoever added it may be ahead of ours.
    if (notBefore > this.clock.now()) return later(job, notBefore, token);
    const targets = await this.run.refresh();
    if (target === undefined) {
      await Promise.all(targets.map((name) => this.jobs.reconcile(name)));
      return `${targets.length} targets`;
    }
    const look = await this.run.reconcileTarget(target);
    if (look === undefined) return 'no rule names it';
    if (look.result.outcome === 'busy') return later(job, Date.now() + BUSY_MS, token);
    await this.follow(look);
    return text(look.result);
  }

  private async follow({ result, edge }: ReconcileRun): Promise<void> {
    this.metrics.count(result);
    if (edge !== undefined) await this.jobs.atEdge(edge, this.clock.now());
    if (result.outcome !== 'failed') {
      if (result.action !== 'none') this.logger.log(text(result));
      if (this.failures.delete(result.target)) this.logger.log(`${result.target}: mended`);
      return;
    }
    const isHopeless = NON_RETRYABLE.has(result.error?.code ?? '');
    this.logResult(result, isHopeless);
    throw isHopeless ? new UnrecoverableError(result.why) : new Error(result.why);
  }

  /** Once, not at every attempt of every minute. */
  private logResult(result: ReconcileResult, isHopeless: boolean): void {
    if (this.failures.get(result.target) === result.why) return;
    this.failures.set(result.target, result.why);
    if (isHopeless) this.logger.error(text(result));
    else this.logger.warn(text(result));
  }
}

async function later(job: Job, at: number, token: string | undefined): Promise<never> {
  await job.moveToDelayed(at, token);
  throw new DelayedError();
}

function text({ target, action, outcome, why }: ReconcileResult): string {
  return `${target}: ${action}, ${outcome}: ${why}`;
}
