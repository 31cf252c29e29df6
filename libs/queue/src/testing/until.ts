import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds; far longer than anything waited for takes on the busiest machine. */
const VAIN_MS = 30_000;

/** Waits for a condition. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + VAIN_MS;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${String(condition)}`);
    await delay(10);
  }
}
