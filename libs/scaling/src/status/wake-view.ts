import type { Wake } from '../orders/scaling-orders';
import { isBlocking } from './obstacles';
import { isoOf, obstacleView, type ObstacleView } from './target-status';

/** What is told to whoever calls for a target. Times are ISO 8601 in UTC. */
export interface WakeView {
  readonly target: string;
  /** `held`: something keeps it from coming up. */
  readonly state: 'up' | 'waking' | 'held';
  readonly expectedBy: string;
  readonly until: string;
  readonly whyNot: readonly ObstacleView[];
}

export function wakeView({ target, isUp, expectedBy, until, whyNot }: Wake): WakeView {
  const state = isUp ? 'up' : whyNot.some(isBlocking) ? 'held' : 'waking';
  return {
    ...{ target, state },
    expectedBy: isoOf(expectedBy),
    until: isoOf(until),
    whyNot: whyNot.map(obstacleView),
  };
}
