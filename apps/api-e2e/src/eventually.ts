import { setTimeout as delay } from 'node:timers/promises';

/** Between two looks; short against everything that is waited for. */
const INTERVAL_MS = 20;

/**
 * Repeats an assertion until it holds.
 *
 * @throws what the assertion threw last, once the time is up
 */
export async function eventually(
  assertion: () => void | Promise<void>,
  timeoutMs = 5_000,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await delay(INTERVAL_MS);
  }
}
