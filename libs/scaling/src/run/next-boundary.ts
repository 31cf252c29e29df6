import type { TargetRules } from '../rules/rules';
import { type Demand, desiredState } from '../schedule/desired-state';
import type { Override } from '../schedule/override';
import type { Wanted } from '../size';

/** The next change of a target's size that is known by now. */
export interface NextBoundary {
  readonly target: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly direction: 'up' | 'down';
}

/** When a target will be larger or smaller next; none where no change is in sight. Pure. */
export function nextBoundary(
  target: TargetRules,
  overrides: readonly Override[],
  demand: Demand | undefined,
  now: number,
): NextBoundary | undefined {
  const { wanted, changesAt: at } = desiredState(target, overrides, demand, now);
  if (wanted === undefined || at === undefined) return undefined;
  const later = desiredState(target, overrides, demand, at).wanted;
  const grows = later !== undefined && replicas(later) > replicas(wanted);
  return { target: target.name, at, direction: grows ? 'up' : 'down' };
}

function replicas({ min, desired = min }: Wanted): number {
  return desired;
}
