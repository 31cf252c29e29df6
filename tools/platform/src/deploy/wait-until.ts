import type { Clock } from './clock';
import { DeployError } from './deploy.error';

export interface Wait {
  readonly clock: Clock;
  /** Milliseconds between two checks. */
  readonly pollMs: number;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Polls until the check gives a value. A check that fails for a reason that may pass counts as one
 * that gives nothing yet.
 *
 * @param check gives `undefined` while there is nothing yet
 * @throws {DeployError} with the code of the last check's error when it took too long, else FAILED
 */
export async function waitUntil<T>(
  what: string,
  { clock, pollMs, timeoutMs, signal }: Wait,
  check: () => Promise<T | undefined>,
): Promise<T> {
  const end = clock.now() + timeoutMs;
  for (;;) {
    let last: DeployError | undefined;
    try {
      const found = await check();
      if (found !== undefined) return found;
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof DeployError) || !error.transient) throw error;
      last = error;
    }
    if (clock.now() >= end) {
      const reason = last === undefined ? '' : ` The last answer: ${last.message}`;
      throw new DeployError(
        last?.code ?? 'FAILED',
        `${what} took longer than ${timeoutMs / 60_000} minutes.${reason}`,
        last?.details,
      );
    }
    await clock.pause(pollMs, signal);
  }
}
