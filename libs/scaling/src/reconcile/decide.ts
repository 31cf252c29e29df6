import type { ActualSize } from '../drivers/scaling-driver';
import type { DesiredState } from '../schedule/desired-state';
import { clamp, type Size, sizeText, type Wanted } from '../size';

export type Action = 'none' | 'scale_up' | 'scale_down' | 'adjust' | 'forget';

/** What is to be done about a target, and why. */
export interface Step {
  readonly action: Action;
  readonly why: string;
  /** The size to apply; none where there is nothing to apply. */
  readonly size?: Size | undefined;
  /** The size to keep before anything is applied. */
  readonly keep?: Size | undefined;
  /** The kept size has done its work once `size` is reached. */
  readonly forget?: boolean | undefined;
}

/** Compares what should be with what is. Pure. */
export function decide(
  { state, wanted, why }: DesiredState,
  actual: ActualSize,
  earlier: Size | undefined,
): Step {
  if (wanted === undefined) return { action: 'none', why };

  const forget = state === 'on' && earlier !== undefined;
  const difference = differenceOf(actual, wanted);
  if (difference === undefined) return { action: forget ? 'forget' : 'none', why, forget };

  const size = sizeToApply(wanted, actual, earlier);
  // Once only: after the first step down there is nothing left to see of it.
  const goesDown = state === 'off' || state === 'override';
  const keep =
    goesDown && earlier === undefined && actual.desired > size.desired ? sizeOf(actual) : undefined;
  return { action: actionOf(size, actual), why: `${difference}; ${why}`, size, keep, forget };
}

/** What keeps a target from being as wanted, in words. */
export function differenceOf(actual: ActualSize, wanted: Wanted): string | undefined {
  const { desired, min, max } = actual;
  const isWrong =
    wanted.desired === undefined || actual.autoscaled
      ? desired < wanted.min || desired > wanted.max
      : desired !== wanted.desired;
  if (isWrong) return `${desired} instead of ${sizeText(wanted)}`;
  if ((min ?? wanted.min) !== wanted.min || (max ?? wanted.max) !== wanted.max) {
    return `scaled between ${min} and ${max ?? 'any'} instead of ${wanted.min} and ${wanted.max}`;
  }
  return actual.differs;
}

/**
 * A size that the rules leave open is the one from before; the same goes for what an autoscaler
 * moves, as it knew better than the rules how many were needed.
 */
function sizeToApply(wanted: Wanted, actual: ActualSize, earlier: Size | undefined): Size {
  const { min, desired, max } = wanted;
  if (desired !== undefined && !actual.autoscaled) return { min, desired, max };
  const isBack = actual.desired < min;
  const replicas = isBack ? (earlier?.desired ?? desired ?? min) : actual.desired;
  return { min, desired: clamp(replicas, wanted), max };
}

function sizeOf({ desired, min = desired, max = desired }: ActualSize): Size {
  return { min, desired, max };
}

function actionOf(size: Size, actual: ActualSize): Action {
  if (size.desired > actual.desired) return 'scale_up';
  return size.desired < actual.desired ? 'scale_down' : 'adjust';
}
