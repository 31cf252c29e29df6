import { QueueName } from '../queue-names';
import { defineJob } from './define-job';

export interface ReconcileData {
  /** The name of a target; all of them without it. */
  readonly target?: string;
}

/** The next change of a target that is known by now. */
export interface EdgeData {
  readonly target: string;
  /** Milliseconds since 1970: of no use before. */
  readonly notBefore: number;
}

const RECONCILE_INTERVAL_MS = 60_000;

/**
 * The jobs of the scaling queue. Each may be added twice, late or for nothing: what a job does
 * follows from what it finds.
 */
export const ScalingJob = {
  /**
   * Compares all targets with what they should be, or the one that its data names. While one for a
   * target waits no second one is added; while one is under way, one more follows it.
   */
  reconcile: defineJob<ReconcileData>(QueueName.scaling, 'reconcile', {
    options: ({ target }) => ({
      deduplication: {
        id: target === undefined ? 'reconcile' : `reconcile/${target}`,
        keepLastIfActive: true,
      },
    }),
    // No further attempts: the next run comes anyway.
    schedule: { every: RECONCILE_INTERVAL_MS, options: { attempts: 1 } },
  }),
  /** The same for one target, at the instant from which it should be larger. */
  scaleUp: defineJob<EdgeData>(QueueName.scaling, 'scale-up', {
    options: (edge) => ({ jobId: edgeId('scale-up', edge) }),
  }),
  /** The same for one target, at the instant from which it should be smaller. */
  scaleDown: defineJob<EdgeData>(QueueName.scaling, 'scale-down', {
    options: (edge) => ({ jobId: edgeId('scale-down', edge) }),
  }),
} as const;

/** The same edge is added once. */
function edgeId(name: string, { target, notBefore }: EdgeData): string {
  return `${name}/${target}/${notBefore}`;
}
