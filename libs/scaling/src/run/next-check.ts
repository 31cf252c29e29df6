import type { ReconcileResult } from '../reconcile/reconcile';

const SOONEST_MS = 5_000;
/** The look of every minute is as soon. */
const LATEST_MS = 60_000;

/**
 * When to look again at a change that is under way: after as long as it has taken so far, so that a
 * fast platform is found to be there soon, and a slow one is not asked all the time. None where
 * nothing is under way, or where the look of every minute does. Pure.
 */
export function nextCheck({ at, underWaySince }: ReconcileResult): number | undefined {
  if (underWaySince === undefined) return undefined;
  const delay = Math.max(at - underWaySince, SOONEST_MS);
  return delay < LATEST_MS ? at + delay : undefined;
}
