import type { Clock } from './clock';
import { DeployError } from './deploy.error';

export interface Wait {
  readonly clock: Clock;
  /** Milliseconds between two checks. */
  readonly pollMs: number;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/**
 * Polls until the check gives a value.
 *
 * @param check gives `undefined` while there is nothing yet
 * @throws {DeployError} FAILED when it took too long
 */
export async function waitUntil<T>(
  what: string,
  { clock, pollMs, timeoutMs, signal }: Wait,
  check: () => Promise<T | undefined>,
): Promise<T> {
  const end = clock.now() + timeoutMs;
  for (;;) {
    const found = await check();
    if (found !== undefined) return found;
    if (clock.now() >= end) {
      throw new DeployError('FAILED', `${what} took longer than ${timeoutMs / 60_000} minutes.`);
    }
    await clock.pause(pollMs, signal);
  }
}
