import type { Wanted } from '../size';
import type { Override } from './override';

interface Sizes {
  readonly onHours: Wanted;
  readonly offHours: Wanted;
}

/** The override that holds at an instant: of several the largest, so that none is fallen short of. */
export function strongestOverride<T extends Override>(
  sizes: Sizes,
  overrides: readonly T[],
  now: number,
): T | undefined {
  let largest: T | undefined;
  let most = -1;
  for (const override of overrides) {
    if (now < override.from || now >= override.until) continue;
    const replicas = replicasOf(sizeOfOverride(sizes, override.size));
    if (replicas <= most) continue;
    [largest, most] = [override, replicas];
  }
  return largest;
}

export function sizeOfOverride({ onHours, offHours }: Sizes, size: Override['size']): Wanted {
  if (size === 'on_hours') return onHours;
  return size === 'off_hours' ? offHours : size;
}

function replicasOf({ min, desired = min }: Wanted): number {
  return desired;
}
