import { setTimeout as pause } from 'node:timers/promises';

/** Time as a parameter, so that waiting is tested without waiting. */
export interface Clock {
  now(): number;
  /** Rejects when the signal is aborted. */
  pause(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  pause: (ms, signal) => pause(ms, undefined, signal === undefined ? {} : { signal }),
};
