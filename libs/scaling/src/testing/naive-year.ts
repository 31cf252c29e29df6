const minute = 60_000;

export interface NaiveHours {
  /** By the number of the weekday, Sunday 0. */
  readonly week: Readonly<Partial<Record<number, readonly string[]>>>;
  /** By month and day. */
  readonly special: Readonly<Record<string, readonly string[]>>;
}

/**
 * The states of a year, minute by minute, in the plainest way: write down what the wall clock shows
 * in every minute; hours hold from the first minute that shows their start or later until none
 * follows that shows less than their end. Shares no code with the library.
 *
 * @param working minutes after the grace for which a target that is never idle stays up
 */
export function naiveYear(
  zone: string,
  year: number,
  hours: NaiveHours,
  grace: number,
  working = 0,
) {
  const margin = 3 * 24 * 60;
  const first = Date.UTC(year, 0, 1);
  const count = (Date.UTC(year + 1, 0, 1) - first) / minute;
  const shown = wallClock(zone, first - margin * minute, count + 2 * margin);
  const reached = runningMaximum(shown);
  const stillToCome = runningMinimumFromTheEnd(shown);

  const states = new Array<'on' | 'grace' | 'working' | 'off'>(shown.length).fill('off');
  for (const { start, end } of windows(year, hours)) {
    const opens = firstAtLeast(reached, start);
    const closes = firstAtLeast(stillToCome, end);
    for (let index = opens; index < closes; index += 1) states[index] = 'on';
    for (let index = closes; index < Math.min(closes + grace, shown.length); index += 1) {
      if (states[index] !== 'on') states[index] = 'grace';
    }
    const down = closes + grace;
    for (let index = down; index < Math.min(down + working, shown.length); index += 1) {
      if (states[index] === 'off') states[index] = 'working';
    }
  }
  return { first, states: states.slice(margin, margin + count) };
}

/** What the clock on the wall shows, in minutes, minute by minute. */
function wallClock(zone: string, first: number, count: number): number[] {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  let quarter = 0;
  return Array.from({ length: count }, (_, index) => {
    // No clock of today changes but at a full quarter of an hour, and asking takes its time.
    if (index % 15 === 0) {
      const text = format.format(first + index * minute);
      quarter = Date.parse(`${text.replace(' ', 'T')}Z`) / minute;
    }
    return quarter + (index % 15);
  });
}

function windows(year: number, { week, special }: NaiveHours) {
  const found: { start: number; end: number }[] = [];
  const last = Date.UTC(year + 1, 0, 3);
  for (let day = Date.UTC(year - 1, 11, 29); day <= last; day += 24 * 60 * minute) {
    const date = new Date(day);
    const ranges = special[date.toISOString().slice(5, 10)] ?? week[date.getUTCDay()] ?? [];
    for (const range of ranges) {
      const [from = '', to = ''] = range.split('-');
      const start = day / minute + minutes(from);
      const end = day / minute + minutes(to) + (to < from ? 24 * 60 : 0);
      found.push({ start, end });
    }
  }
  return found;
}

/** In values that never fall. */
function firstAtLeast(values: readonly number[], least: number): number {
  let index = 0;
  for (const step of [100_000, 10_000, 1_000, 100, 10, 1]) {
    while ((values[index + step - 1] ?? Infinity) < least) index += step;
  }
  return index;
}

function minutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function runningMaximum(values: readonly number[]): number[] {
  let highest = -Infinity;
  return values.map((value) => (highest = Math.max(highest, value)));
}

function runningMinimumFromTheEnd(values: readonly number[]): number[] {
  let lowest = Infinity;
  return values
    .toReversed()
    .map((value) => (lowest = Math.min(lowest, value)))
    .toReversed();
}
