const FIRST_MS = 1_000;
const LONGEST_MS = 5 * 60_000;

/**
 * Milliseconds until a task is tried again: twice as long each time, and up to half of it chance, so
 * that not all come back at once.
 *
 * @param failed runs that failed before this one
 */
export function retryDelayMs(failed: number, chance = Math.random()): number {
  const longest = Math.min(FIRST_MS * 2 ** failed, LONGEST_MS);
  return Math.round(longest * (1 - chance / 2));
}
