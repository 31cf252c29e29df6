import { isoOf, type Wake } from '@repo/scaling';

/** What is told to whoever calls for a target. */
export function wakeView({ target, isUp, expectedBy, until }: Wake) {
  return {
    target,
    state: isUp ? 'up' : 'waking',
    /** When it usually serves by; what it does is in the status. */
    expectedBy: isoOf(expectedBy),
    until: isoOf(until),
  };
}
