import type { TargetRules } from '../../rules/rules';
import type { Override } from '../../schedule/override';
import { sameSize, type Wanted } from '../../size';
import { settingsOf } from '../expect-year';
import { type NaiveHours, naiveYear } from '../naive-year';
import { randomNumbers } from '../random';
import { rulesOf } from '../rules-of';

const minute = 60_000;

/** From one instant until just before another, in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** A time in which one size is wanted; none while it is paused, when any is right. */
export interface Segment extends Span {
  readonly reason: 'hours' | 'off' | 'override' | 'paused';
  readonly wanted: Wanted | undefined;
}

/** What is to happen in a year, drawn before it begins. */
export interface PlannedYear extends Span {
  readonly target: TargetRules;
  readonly segments: readonly Segment[];
  /** With when it was ordered: the half of them when they begin. */
  readonly overrides: readonly (Override & { readonly orderedAt: number })[];
  readonly pauses: readonly Span[];
  /** When the platform refuses every request. */
  readonly refusals: readonly Span[];
}

/** Business hours, some at night, Sundays over the hour in which clocks change, and holidays. */
const hours: NaiveHours = {
  week: {
    0: ['02:30-05:00'],
    ...Object.fromEntries([1, 2, 3, 4, 5].map((day) => [day, ['08:00-18:00']])),
  },
  special: { '01-01': [], '02-29': ['22:00-06:00'], '05-01': [], '12-25': [], '12-26': [] },
};
/** After the hours, in which their size stays. */
export const GRACE_MINUTES = 10;
const YEAR = 2028;
const YEARLY = { overrides: 80, pauses: 12, refusals: 60 };

export interface YearOptions {
  readonly zone: string;
  readonly seed: number;
  readonly days: number;
  /** Of the target's platform and sizes, each a line of YAML. */
  readonly settings: readonly string[];
}

/** What is wanted in each minute comes from a plain look at the clock on the wall. */
export function planYear({ zone, seed, days, settings }: YearOptions): PlannedYear {
  const random = randomNumbers(seed);
  const lines = [...settings, ...settingsOf(zone, GRACE_MINUTES, hours)];
  const [target] = rulesOf(
    `targets:\n  - name: api\n${lines.map((line) => `    ${line}\n`).join('')}`,
  ).targets;
  const { first: from, states } = naiveYear(zone, YEAR, hours, GRACE_MINUTES);
  const minutes = Math.min(states.length, days * 24 * 60);
  const until = from + minutes * minute;
  const count = (yearly: number) => Math.ceil((yearly * days) / 366);
  const span = (least: number, most: number): Span => {
    const start = from + Math.floor(random() * minutes) * minute;
    return { from: start, until: start + (least + Math.floor(random() * most)) * minute };
  };

  const pauses = Array.from({ length: count(YEARLY.pauses) }, () => span(60, 30 * 60));
  const overrides = Array.from({ length: count(YEARLY.overrides) }, (_, index) => {
    const time = span(20, 600);
    const orderedAt = index % 2 === 0 ? time.from : time.from - 24 * 60 * minute;
    return { target: 'api', ...time, size: sizeOfOverride(index, target!), orderedAt };
  });

  const segments: Segment[] = [];
  for (let index = 0; index < minutes; index += 1) {
    const now = from + index * minute;
    const present = presentOf(target!, states[index]!, { overrides, pauses }, now);
    const last = segments.at(-1);
    const isSame =
      last !== undefined &&
      (last.wanted === undefined) === (present.wanted === undefined) &&
      sameSize(last.wanted, present.wanted);
    if (isSame) segments[segments.length - 1] = { ...last, until: now + minute };
    else segments.push({ ...present, from: now, until: now + minute });
  }

  // Half of them where it matters: at an edge.
  const refusals = Array.from({ length: count(YEARLY.refusals) }, (_, index) => {
    const time = span(2, 30);
    if (index % 2 === 0) return time;
    const edge = segments[Math.floor(random() * segments.length)]!.from;
    const start = edge - Math.floor(random() * 10 * minute) + minute;
    return { from: start, until: start + time.until - time.from };
  });
  return { target: target!, from, until, segments, overrides, pauses, refusals };
}

export function isWithin(spans: readonly Span[], now: number): boolean {
  return spans.some(({ from, until }) => from <= now && now < until);
}

/** The hours', the off hours' or one of its own, where it may have more than one replica. */
function sizeOfOverride(index: number, { onHours }: TargetRules): Override['size'] {
  const fixed = { min: 6, desired: 6, max: 6 };
  const sizes = ['off_hours', 'on_hours', onHours.max >= 6 ? fixed : 'on_hours'] as const;
  return sizes[index % sizes.length]!;
}

/** Of several overrides the largest holds; worked out apart from the library. */
function presentOf(
  { onHours, offHours }: TargetRules,
  state: ReturnType<typeof naiveYear>['states'][number],
  { overrides, pauses }: { overrides: readonly Override[]; pauses: readonly Span[] },
  now: number,
): Pick<Segment, 'reason' | 'wanted'> {
  if (isWithin(pauses, now)) return { reason: 'paused', wanted: undefined };
  const held = overrides
    .filter(({ from, until }) => from <= now && now < until)
    .map(({ size }) => (size === 'on_hours' ? onHours : size === 'off_hours' ? offHours : size))
    .toSorted((left, right) => right.min - left.min);
  if (held[0] !== undefined) return { reason: 'override', wanted: held[0] };
  const isUp = state === 'on' || state === 'grace';
  return isUp ? { reason: 'hours', wanted: onHours } : { reason: 'off', wanted: offHours };
}
