import type { JobsOptions } from 'bullmq';
import { QueueName } from '../queue-names';
import { defineJob } from './define-job';

export interface ReconcileData {
  /** The name of a target; all of them without it. */
  readonly target?: string;
}

/** One look at a target that is due later. */
export interface EdgeData {
  readonly target: string;
  /** Milliseconds since 1970: of no use before. */
  readonly notBefore: number;
}

const RECONCILE_INTERVAL_MS = 60_000;

/**
 * The jobs of the scaling queues. Each may be added twice, late or for nothing: what a job does
 * follows from what it finds.
 */
export const ScalingJob = {
  /**
   * Compares all targets with what they should be, or the one that its data names. While one for a
   * target waits no second one is added; while one is under way, one more follows it.
   */
  reconcile: defineJob<ReconcileData>(QueueName.scaling, 'reconcile', {
    options: oncePerTarget,
    // No further attempts: the next run comes anyway.
    schedule: { every: RECONCILE_INTERVAL_MS, options: { attempts: 1 } },
  }),
  /** The same at once, as somebody gave an order. */
  reconcileNow: defineJob<ReconcileData>(QueueName.scalingOrders, 'reconcile-now', {
    options: oncePerTarget,
  }),
  /** The same for one target, at the instant from which it should be larger. */
  scaleUp: defineJob<EdgeData>(QueueName.scaling, 'scale-up', {
    options: (edge) => ({ jobId: edgeId('scale-up', edge) }),
  }),
  /** The same for one target, at the instant from which it should be smaller. */
  scaleDown: defineJob<EdgeData>(QueueName.scaling, 'scale-down', {
    options: (edge) => ({ jobId: edgeId('scale-down', edge) }),
  }),
  /** The same for one target, to see whether its platform has got where it was ordered to. */
  check: defineJob<EdgeData>(QueueName.scaling, 'check', {
    options: (edge) => ({ jobId: edgeId('check', edge) }),
  }),
} as const;

function oncePerTarget({ target }: ReconcileData): JobsOptions {
  const id = target === undefined ? 'reconcile' : `reconcile/${target}`;
  return { deduplication: { id, keepLastIfActive: true } };
}

/** The same edge is added once. */
function edgeId(name: string, { target, notBefore }: EdgeData): string {
  return `${name}/${target}/${notBefore}`;
}
