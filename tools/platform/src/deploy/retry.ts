import type { Clock } from './clock';
import { DeployError } from './deploy.error';

const MAX_ATTEMPTS = 5;
const FIRST_PAUSE_MS = 500;

/**
 * Makes a call that may be made twice, again while it fails for a reason that may pass: half a
 * second later, then twice as long each time.
 *
 * @throws the last error, or the signal's reason
 */
export async function retry<T>(
  { clock, signal }: { readonly clock: Clock; readonly signal?: AbortSignal | undefined },
  call: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      signal?.throwIfAborted();
      const passes = error instanceof DeployError && error.transient;
      if (!passes || attempt === MAX_ATTEMPTS) throw error;
      await clock.pause(FIRST_PAUSE_MS * 2 ** (attempt - 1), signal);
    }
  }
}
