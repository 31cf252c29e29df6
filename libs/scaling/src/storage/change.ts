import type { ReconcileResult } from '../reconcile/reconcile';
import { sameSize, type Wanted } from '../size';

/** Milliseconds that a platform may take for a change: to start replicas, or to drain them. */
export const CHANGE_LIMIT_MS = 10 * 60_000;

/** A change that was ordered, and of which nothing has said yet that it came about. */
export interface ChangeUnderWay {
  readonly wanted: Wanted | null;
  /** When it is late. Milliseconds since 1970. */
  readonly dueAt: number | null;
}

/** What a look says of the change under way: it goes on, came about, or another one takes its place. */
export type ChangeStep = 'goes_on' | 'is_late' | 'came_about' | 'is_superseded';

/** Pure. */
export function stepOf({ wanted, dueAt }: ChangeUnderWay, result: ReconcileResult): ChangeStep {
  const { desired, outcome, at } = result;
  // One that failed before it knew what is wanted says nothing of it.
  const isKnown = outcome !== 'failed' || desired !== undefined;
  if (isKnown && (outcome === 'dry_run' || !sameSize(wanted ?? undefined, desired?.wanted))) {
    return 'is_superseded';
  }
  if (outcome === 'done' || outcome === 'unchanged') return 'came_about';
  return dueAt !== null && at >= dueAt ? 'is_late' : 'goes_on';
}

/** Whether a look has a change to begin: it is about to order one. */
export function ordersChange({ outcome, ordered }: ReconcileResult): boolean {
  return outcome === 'pending' && ordered !== undefined;
}

/** What a result is in the light of the change that it was about: its end, or that it is late. */
export function inLightOf(
  change: { readonly at: number; readonly action: string },
  step: ChangeStep,
  result: ReconcileResult,
): ReconcileResult {
  if (step === 'came_about' && result.outcome === 'unchanged') {
    const action = change.action as ReconcileResult['action'];
    return { ...result, action, outcome: 'done' };
  }
  if (step === 'is_late' && result.outcome === 'pending') {
    const since = new Date(change.at).toISOString();
    const why = `the platform has not got there since ${since}; ${result.why}`;
    return { ...result, outcome: 'late', why, underWaySince: change.at };
  }
  return step === 'goes_on' ? { ...result, underWaySince: change.at } : result;
}
