import { setTimeout as pause } from 'node:timers/promises';

/** Time as a parameter, so that waiting is tested without waiting. */
export interface Clock {
  now(): number;
  /** Rejects with the signal's reason when it is aborted. */
  pause(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  pause: async (ms, signal) => {
    try {
      await pause(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
};
