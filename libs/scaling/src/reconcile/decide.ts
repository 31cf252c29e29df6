import type { ActualSize } from '../drivers/scaling-driver';
import type { DesiredReason, DesiredState } from '../schedule/desired-state';
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
  /** The kept size has done its work once the platform has taken `size`. */
  readonly forget?: boolean | undefined;
}

/**
 * Compares what should be with what is. Pure, and the one place that says when a size is kept, comes
 * back and is forgotten: kept at the first step out of the hours, whatever takes it (their end, an
 * override, a call's end); back when hours hold again, within what their rules allow then.
 */
export function decide(desired: DesiredState, actual: ActualSize, earlier: Size | undefined): Step {
  const { state, wanted, why } = desired;
  if (wanted === undefined) return { action: 'none', why };

  const isBack = state === 'on' && earlier !== undefined;
  const size = sizeToApply(
    wanted,
    actual,
    isBack || actual.desired < wanted.min ? earlier : undefined,
  );
  const difference =
    differenceOf(actual, wanted) ??
    (isBack && size.desired !== actual.desired
      ? `${actual.desired} instead of the ${size.desired} from before`
      : undefined);
  if (difference === undefined) return { action: isBack ? 'forget' : 'none', why, forget: isBack };

  const keep =
    earlier === undefined && leavesHours(state, size, actual) ? sizeOf(actual) : undefined;
  return {
    action: actionOf(size, actual),
    why: `${difference}; ${why}`,
    size,
    keep,
    forget: isBack,
  };
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
 * A size that the rules leave open is the one from before, where that is to come back; the same goes
 * for what an autoscaler moves, as it knew better than the rules how many were needed. What it has
 * brought up since, it needs.
 */
function sizeToApply(wanted: Wanted, actual: ActualSize, earlier: Size | undefined): Size {
  const { min, desired, max } = wanted;
  if (desired !== undefined && !actual.autoscaled) return { min, desired, max };
  const isTooFew = actual.desired < min;
  let replicas = actual.desired;
  if (earlier !== undefined) {
    const more = actual.autoscaled && !isTooFew ? actual.desired : 0;
    replicas = Math.max(earlier.desired, more);
  } else if (isTooFew) {
    replicas = desired ?? min;
  }
  return { min, desired: clamp(replicas, wanted), max };
}

/**
 * Whether after this step the size of the hours is no longer to be seen: it is less, or an autoscaler
 * may make it less. An override of more hides it as well, but nothing is no size of hours.
 */
function leavesHours(state: DesiredReason, size: Size, actual: ActualSize): boolean {
  if (state !== 'off' && state !== 'override' && state !== 'on_demand') return false;
  if (size.desired < actual.desired || size.min < (actual.min ?? size.min)) return true;
  return state === 'override' && actual.desired > 0 && size.desired > actual.desired;
}

function sizeOf({ desired, min = desired, max = desired }: ActualSize): Size {
  return { min, desired, max };
}

function actionOf(size: Size, actual: ActualSize): Action {
  if (size.desired > actual.desired) return 'scale_up';
  return size.desired < actual.desired ? 'scale_down' : 'adjust';
}
