import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds; far longer than anything waited for takes on the busiest machine. */
const UNREACHABLE_TIMEOUT_MS = 90_000;
/** Milliseconds between two looks. */
const INTERVAL_MS = 5;

/**
 * Waits for a condition. What the condition throws ends the waiting at once.
 *
 * @param what is waited for, for the message; default: the condition as it is written
 * @throws {Error} the time is up
 */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what = String(condition),
): Promise<void> {
  for (
    const end = deadline(UNREACHABLE_TIMEOUT_MS);
    !(await condition());
    await pause(INTERVAL_MS)
  ) {
    if (isOver(end)) throw new Error(`Waited in vain for ${what}`);
  }
}

/**
 * Repeats an assertion until it holds.
 *
 * @throws what the assertion threw last, once the time is up
 */
export async function eventually(
  assertion: () => void | Promise<void>,
  timeoutMs = UNREACHABLE_TIMEOUT_MS,
): Promise<void> {
  for (const end = deadline(timeoutMs); ; await pause(INTERVAL_MS)) {
    try {
      return await assertion();
    } catch (error) {
      if (isOver(end)) throw error;
    }
  }
}

// Not of Date, which a test may set.
const deadline = (timeoutMs: number) => performance.now() + timeoutMs;
const isOver = (end: number) => performance.now() > end;
