/**
 * The middle value; of an even number the mean of both in the middle.
 *
 * @throws {RangeError} there are no values
 */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError('No values, no median.');
  return (lower + upper) / 2;
}

/** The median of `figure` over all items. */
export function medianOf<T>(items: readonly T[], figure: (item: T) => number): number {
  return median(items.map(figure));
}
