const MIN_DELAY_MS = 50;
const MAX_DELAY_MS = 5000;

/**
 * Milliseconds before the next try, growing from 50 ms to 5 s, for ever. A part of it is chance, so
 * that not all replicas come back at the same moment.
 */
export function backoff(times: number): number {
  const step = Math.min(MIN_DELAY_MS * 2 ** Math.min(times - 1, 16), MAX_DELAY_MS);
  return Math.round(step * (0.75 + Math.random() / 4));
}
