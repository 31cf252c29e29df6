import { BoundedMap } from '@repo/foundation';

/** The count of one key in its current window. */
export interface Window {
  /** What is known to have been counted, here and elsewhere. */
  counted: number;
  /** Milliseconds since 1970, by the clock of this process. */
  endsAt: number;
  /** The part of it that Redis has not confirmed yet. */
  unshared: number;
  /** Under way to Redis. */
  sharing?: Promise<void>;
}

/**
 * Keys that are counted at once. The least used make room: whoever floods with new addresses pushes
 * out others that are as new, and none that calls often.
 */
export const MAX_KEYS = 50_000;

/** Fixed windows in memory, of bounded size. */
export class Windows {
  private readonly windows = new BoundedMap<string, Window>(MAX_KEYS);

  get size(): number {
    return this.windows.size;
  }

  /** What was counted in the window of a key, if it lasts. */
  countOf(key: string, now: number): number {
    return this.current(key, now)?.counted ?? 0;
  }

  /** The window of a key, if it lasts. */
  current(key: string, now: number): Window | undefined {
    const window = this.windows.get(key);
    return window !== undefined && now < window.endsAt ? window : undefined;
  }

  /** The window of a key; a new one when there is none, or when the last has ended. */
  at(key: string, windowMs: number, now: number): Window {
    const window = this.current(key, now);
    if (window !== undefined) return window;
    const fresh: Window = { counted: 0, endsAt: now + windowMs, unshared: 0, sharing: undefined };
    this.windows.set(key, fresh);
    return fresh;
  }
}
