import { ManualClock } from '@repo/foundation/testing';
import type { ScalingDriver } from '../drivers/scaling-driver';
import { LocalLock } from '../reconcile/lock';
import { reconcile } from '../reconcile/reconcile';
import type { TargetRules } from '../rules/rules';
import type { Override } from '../schedule/override';
import { randomNumbers } from './random';

const minute = 60_000;
const day = 24 * 60 * minute;
/** A Monday. Hours are 08:00 to 18:00 UTC on each day. */
const first = Date.UTC(2026, 5, 1);
const sinceMidnight = (time: string) => Date.parse(`1970-01-01T${time}Z`);

/** A platform with one target that has an autoscaler, or somebody who sets its size by hand. */
export interface MorningSubject {
  readonly driver: ScalingDriver;
  /** @param offHours replicas; the least that it can have where it is not said */
  readonly target: (offHours: number | undefined, isOnDemand: boolean) => TargetRules;
  /** What the platform is told to run, read from the fake itself. */
  readonly size: () => number;
  /** Moves that to another size of the hours. */
  readonly resize: (size: number) => void;
}

/** A way in which a target gets smaller. Times are of each day, such as `16:00`. */
export interface WayDown {
  readonly what: string;
  /** Replicas in off hours; none where it is not said. */
  readonly offHours?: number;
  readonly override?: { readonly from: string; readonly until: string; readonly size: number };
  readonly call?: string;
  /** When somebody looks at it, after 12:00 of one day and until it must have its size again. */
  readonly looks: readonly string[];
  /** The size comes back on the same day. */
  readonly isOverInHours?: boolean;
}

export const waysDown: readonly WayDown[] = [
  { what: 'the hours end, to nothing', looks: ['18:00'] },
  {
    what: 'the hours end, to the least of the hours',
    offHours: 2,
    looks: ['18:00'],
  },
  {
    what: 'a smaller override that ends in the hours',
    override: { from: '13:00', until: '15:00', size: 2 },
    looks: ['13:00', '15:00'],
    isOverInHours: true,
  },
  {
    what: 'a smaller override over the end of the hours',
    override: { from: '16:00', until: '20:00', size: 2 },
    looks: ['16:00', '18:00', '20:00'],
  },
  {
    what: 'a call before the hours end',
    call: '17:50',
    looks: ['18:00', '18:20'],
  },
  {
    what: 'a call in the night',
    call: '22:00',
    looks: ['18:00', '22:00', '22:30'],
  },
  {
    what: 'a larger override in the night',
    override: { from: '22:00', until: '23:00', size: 9 },
    looks: ['18:00', '22:00', '23:00'],
  },
];

/** Mornings after one way down, and those of them on which the size of before was there again. */
export interface Mornings {
  days: number;
  restored: number;
}

/** So many days, each of which goes down in the next of the ways. */
export async function mornings(
  subject: MorningSubject,
  days: number,
): Promise<ReadonlyMap<WayDown, Mornings>> {
  const random = randomNumbers(days);
  const clock = new ManualClock(first);
  const lock = new LocalLock();
  const found = new Map(waysDown.map((way) => [way, { days: 0, restored: 0 }]));
  for (let index = 0; index < days; index += 1) {
    const way = waysDown[index % waysDown.length]!;
    const size = 2 + Math.floor(random() * 9);
    const midnight = first + index * day;
    const target = subject.target(way.offHours, way.call !== undefined);
    const overrides = overridesOf(way, target, midnight);
    const calledAt = way.call === undefined ? Infinity : midnight + sinceMidnight(way.call);
    const look = async (at: number) => {
      clock.set(at);
      const demand = () => (calledAt <= at ? { lastSeen: calledAt } : undefined);
      const { driver } = subject;
      const deps = { clock, driver, lock, overrides: () => overrides, demand };
      const { outcome, why } = await reconcile(target, deps);
      if (outcome === 'failed') throw new Error(why);
    };

    await look(midnight + sinceMidnight('08:00'));
    subject.resize(size);
    for (const time of ['12:00', ...way.looks]) await look(midnight + sinceMidnight(time));
    if (way.isOverInHours !== true) await look(midnight + day + sinceMidnight('08:00'));
    const result = found.get(way)!;
    result.days += 1;
    if (subject.size() === size) result.restored += 1;
  }
  return found;
}

function overridesOf({ override }: WayDown, { name }: TargetRules, midnight: number): Override[] {
  if (override === undefined) return [];
  const { size: replicas } = override;
  const size = { min: replicas, desired: replicas, max: replicas };
  const [from, until] = [override.from, override.until].map(
    (time) => midnight + sinceMidnight(time),
  );
  return [{ target: name, from: from!, until: until!, size }];
}
