import type { TaskTiming } from '../task-timing';

/**
 * Milliseconds until a task is tried again: twice as long each time, and up to half of it chance, so
 * that not all come back at once.
 *
 * @param failed runs that failed before this one
 */
export function retryDelayMs(
  failed: number,
  { retryMs, longestRetryMs }: TaskTiming,
  chance = Math.random(),
): number {
  const longest = Math.min(retryMs * 2 ** failed, longestRetryMs);
  return Math.round(longest * (1 - chance / 2));
}
