import type { TargetRules } from '../rules/rules';
import type { Override } from '../schedule/override';
import { randomNumbers } from './random';

const minute = 60_000;

export interface Simulation {
  readonly target: TargetRules;
  readonly year: number;
  readonly days: number;
  readonly autoscaled: boolean;
  /** The share of hours in which it has work to do. Default: none. */
  readonly busy?: number;
  readonly seed: number;
  /** The share of calls that fail, of ticks that are lost and doubled, of ticks that kill. */
  readonly failing: number;
  readonly lost: number;
  readonly doubled: number;
  readonly killed: number;
}

/** What broke a promise, and the figures of the year. */
export interface SimulatedYear {
  readonly violations: readonly string[];
  readonly minutes: number;
  readonly calls: number;
  readonly changes: number;
  readonly wantedChanges: number;
  readonly faults: Readonly<Record<'failed' | 'lost' | 'doubled' | 'killed', number>>;
  /** Minutes after the wanted size changed, and after the last fault besides. */
  readonly latest: number;
  readonly latestAfterFaults: number;
  readonly restored: number;
}

/** Whether there is work to do, hour by hour: the same answer whenever it is asked. */
export function isBusy({ busy, seed }: Simulation, now: number): boolean {
  if (busy === undefined) return false;
  return randomNumbers(seed + (now - (now % 3_600_000)) / 3_600_000)() < busy;
}

/** Nights that are worked through, days that end early, launches. */
export function randomOverrides(random: () => number, first: number, minutes: number): Override[] {
  const sizes: Override['size'][] = ['on_hours', 'off_hours', { min: 6, desired: 6, max: 12 }];
  return Array.from({ length: 60 }, (_, index) => {
    const from = first + Math.floor(random() * minutes) * minute;
    const until = from + (1 + Math.floor(random() * 600)) * minute;
    return { target: 'api', from, until, size: sizes[index % sizes.length] ?? 'on_hours' };
  });
}

/** The least that any override allows at an instant, worked out apart from the library. */
export function floorOf(
  { onHours, offHours }: TargetRules,
  overrides: readonly Override[],
  now: number,
): number {
  let floor = 0;
  for (const { from, until, size } of overrides) {
    if (from > now || now >= until) continue;
    const named = size === 'on_hours' ? onHours : size === 'off_hours' ? offHours : size;
    floor = Math.max(floor, named.min);
  }
  return floor;
}
