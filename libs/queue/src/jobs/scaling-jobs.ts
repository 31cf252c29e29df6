import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { QueueName } from '../queue-names';
import { ensureScheduler } from './ensure-scheduler';

/** The jobs of the scaling queue. */
export const ScalingJob = {
  /** Compares all targets with what they should be, or the one that its data names. */
  reconcile: 'reconcile',
  /** The same for one target, at the instant from which it should be larger. */
  scaleUp: 'scale-up',
  /** The same for one target, at the instant from which it should be smaller. */
  scaleDown: 'scale-down',
} as const;

export interface ReconcileData {
  /** The name of a target; all of them without it. */
  readonly target?: string;
  /** Milliseconds since 1970: of no use before. */
  readonly notBefore?: number;
}

/** The next change of a target that is known by now. */
export interface Edge {
  readonly target: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly direction: 'up' | 'down';
}

/** The id of the scheduler that looks at all targets again and again. */
const EVERY_TARGET = 'reconcile';

/**
 * Adds the jobs of scaling. Each may be added twice, late or for nothing: what a job does follows
 * from what it finds.
 */
@Injectable()
export class ScalingJobs {
  constructor(@InjectQueue(QueueName.scaling) private readonly queue: Queue<ReconcileData>) {}

  /**
   * Looks at a target, or at all, as soon as possible: after an override was set, for one. While a
   * look at it waits no second one is added; while one is under way, one more follows it.
   */
  async reconcile(target?: string): Promise<void> {
    const id = target === undefined ? EVERY_TARGET : `${EVERY_TARGET}/${target}`;
    await this.queue.add(ScalingJob.reconcile, target === undefined ? {} : { target }, {
      deduplication: { id, keepLastIfActive: true },
    });
  }

  /** Looks at a target when its next change is due. The same edge is added once. */
  async atEdge({ target, at, direction }: Edge, now: number): Promise<void> {
    const name = direction === 'up' ? ScalingJob.scaleUp : ScalingJob.scaleDown;
    await this.queue.add(
      name,
      { target, notBefore: at },
      { jobId: `${name}/${target}/${at}`, delay: Math.max(at - now, 0) },
    );
  }

  /** Looks at all targets again and again. @param every milliseconds */
  async reconcileEvery(every: number): Promise<void> {
    await ensureScheduler(this.queue, {
      id: EVERY_TARGET,
      repeat: { every },
      job: ScalingJob.reconcile,
      // No further attempts: the next look comes anyway.
      options: { attempts: 1 },
    });
  }
}
