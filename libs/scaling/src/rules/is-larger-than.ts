/**
 * Whether a value holds more than `limit` values, each counted as often as aliases name it. Looks at
 * no more of them than that, so that aliases of aliases, or of themselves, cost nothing.
 */
export function isLargerThan(value: unknown, limit: number): boolean {
  const waiting: unknown[] = [value];
  for (let count = 0; waiting.length > 0; count += 1) {
    if (count + waiting.length > limit) return true;
    const next = waiting.pop();
    if (typeof next !== 'object' || next === null) continue;
    for (const item of Object.values(next)) waiting.push(item);
  }
  return false;
}
