import type { Clock } from './clock';
import { DeployError } from './deploy.error';

export interface Wait {
  readonly clock: Clock;
  /** Milliseconds between two looks. */
  readonly every: number;
  /** Milliseconds until it is given up. */
  readonly atMost: number;
  readonly signal?: AbortSignal;
}

/**
 * Looks again and again until there is something to see.
 *
 * @param look returns `undefined` while there is nothing yet
 * @throws {DeployError} FAILED when it took too long
 */
export async function waitUntil<T>(
  what: string,
  { clock, every, atMost, signal }: Wait,
  look: () => Promise<T | undefined>,
): Promise<T> {
  const end = clock.now() + atMost;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (clock.now() >= end) {
      throw new DeployError('FAILED', `${what} took longer than ${atMost / 60_000} minutes.`);
    }
    await clock.pause(every, signal);
  }
}
