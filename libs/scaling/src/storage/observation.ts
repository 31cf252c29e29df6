import type { ActualSize } from '../drivers/scaling-driver';
import type { ReconcileResult } from '../reconcile/reconcile';
import type { TargetRules } from '../rules/rules';
import type { Override } from '../schedule/override';
import { clamp } from '../size';

/** What a reconciliation saw and did, to be kept. */
export interface Observation {
  readonly target: TargetRules;
  readonly result: ReconcileResult;
  /** Of the rules that the target is of: that of its price. */
  readonly currency: string;
  /** Those of the rules, of any target. */
  readonly overrides?: readonly Override[];
}

/** The same event again within this time is no news. */
const EVENT_REPEATS_MS = 3_600_000;

/** Replicas that are paid for: those that start and those that still drain as well. */
export function paidReplicas({ desired, ready }: ActualSize): number {
  return Math.max(desired, ready);
}

/**
 * Replicas that would run without off hours. Where the rules leave the number to an autoscaler, what
 * it last ran in the hours; before that is known, the least it may run.
 */
export function baselineOf({ target, result }: Observation, last: number | null): number {
  const { onHours } = target;
  if (onHours.desired !== undefined) return onHours.desired;
  const { desired, after } = result;
  const isDay = desired?.state === 'on' && after?.settled === true;
  return clamp(isDay ? after.desired : (last ?? onHours.min), onHours);
}

/**
 * What an observation tells of, where it tells anything: attempts and failures. What is ordered is
 * told as a change, and what a platform does by itself is not.
 */
export function eventKeyOf({
  action,
  outcome,
  error,
  desired,
}: ReconcileResult): string | undefined {
  if (outcome === 'unchanged' || outcome === 'busy' || outcome === 'pending') return undefined;
  const wanted = desired?.wanted;
  return JSON.stringify([action, outcome, error?.code, wanted?.min, wanted?.desired, wanted?.max]);
}

/** Whether an event belongs in the history; a failure of every minute does so once an hour. */
export function isNews(
  key: string | undefined,
  at: number,
  last: { readonly eventKey: string | null; readonly eventAt: number | null } | null,
): key is string {
  if (key === undefined) return false;
  return key !== last?.eventKey || at - (last.eventAt ?? 0) >= EVENT_REPEATS_MS;
}
