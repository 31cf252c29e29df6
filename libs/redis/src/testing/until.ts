import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds; far longer than anything waited for takes on the busiest machine. */
const UNREACHABLE_TIMEOUT_MS = 90_000;

/**
 * Waits for a condition.
 *
 * @param what is waited for, for the message; default: the condition as it is written
 */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what = String(condition),
): Promise<void> {
  const deadline = performance.now() + UNREACHABLE_TIMEOUT_MS;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Waited in vain for ${what}`);
    await delay(10);
  }
}
