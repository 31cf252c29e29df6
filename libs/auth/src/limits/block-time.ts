const MINUTE_MS = 60_000;
const MAX_BLOCK_MS = 15 * MINUTE_MS;

/** Each block within this time is twice as long as the one before. */
export const BLOCK_HISTORY_MS = 60 * MINUTE_MS;

/** How long a block lasts, in milliseconds. @param nth of a key within `BLOCK_HISTORY_MS`, from 1 */
export function blockTime(nth: number): number {
  return Math.min(MINUTE_MS * 2 ** (nth - 1), MAX_BLOCK_MS);
}
