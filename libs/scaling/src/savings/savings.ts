import { dateOf } from '../schedule/local-date';
import { TimeZone } from '../schedule/time-zone';

const hour = 3_600_000;

/** What a target ran at an instant; it holds until the next sample of the same target. */
export interface SizeSample {
  readonly target: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Replicas that ran, and were paid for. */
  readonly replicas: number;
  /** Replicas that would have run without off-hours scaling: the size of on hours. */
  readonly baseline: number;
}

export interface TargetPrice {
  readonly pricePerReplicaHour?: number | undefined;
  /** The zone whose months count. */
  readonly timeZone: string;
}

export interface Saving {
  readonly target: string;
  /** `2026-11` */
  readonly month: string;
  readonly replicaHours: number;
  readonly savedReplicaHours: number;
  /** None where the target has no price. */
  readonly savedMoney?: number | undefined;
}

export interface SavingsOptions {
  /** The end of the last samples, in milliseconds since 1970. */
  readonly until: number;
  /** A sample is believed for so long at most, in milliseconds: nobody looked. Default: an hour. */
  readonly longestGap?: number;
}

/**
 * Replica-hours and money saved, by target and month. Pure. More replicas than the baseline are
 * demand, not a loss, and time without samples saves nothing.
 */
export function savings(
  samples: readonly SizeSample[],
  prices: ReadonlyMap<string, TargetPrice>,
  { until, longestGap = hour }: SavingsOptions,
): Saving[] {
  const totals = new Map<string, { target: string; month: string; ran: number; saved: number }>();
  for (const [target, own] of byTarget(samples)) {
    const zone = new TimeZone(prices.get(target)?.timeZone ?? 'UTC');
    for (const [index, sample] of own.entries()) {
      const next = own[index + 1]?.at ?? until;
      const end = Math.min(next, sample.at + longestGap, until);
      for (const part of splitByMonth(zone, sample.at, end)) {
        const key = `${target} ${part.month}`;
        const total = totals.get(key) ?? { target, month: part.month, ran: 0, saved: 0 };
        total.ran += sample.replicas * part.duration;
        total.saved += Math.max(sample.baseline - sample.replicas, 0) * part.duration;
        totals.set(key, total);
      }
    }
  }
  return [...totals.values()]
    .sort((a, b) => a.target.localeCompare(b.target) || a.month.localeCompare(b.month))
    .map(({ target, month, ran, saved }) => {
      const price = prices.get(target)?.pricePerReplicaHour;
      const savedReplicaHours = saved / hour;
      const savedMoney = price === undefined ? undefined : savedReplicaHours * price;
      return { target, month, replicaHours: ran / hour, savedReplicaHours, savedMoney };
    });
}

function byTarget(samples: readonly SizeSample[]): Map<string, SizeSample[]> {
  const groups = new Map<string, SizeSample[]>();
  for (const sample of [...samples].sort((left, right) => left.at - right.at)) {
    groups.set(sample.target, [...(groups.get(sample.target) ?? []), sample]);
  }
  return groups;
}

/** The parts of an interval that lie in one month of the zone each. */
function* splitByMonth(zone: TimeZone, from: number, to: number) {
  for (let start = from; start < to;) {
    const date = dateOf(zone.wallTimeAt(start));
    const [year = 0, month = 0] = date.split('-').map(Number);
    // Months are counted from 0 here, so that this is the first day of the next one.
    const end = Math.min(zone.firstReaching(Date.UTC(year, month, 1)), to);
    yield { month: date.slice(0, 'yyyy-mm'.length), duration: end - start };
    start = end;
  }
}
