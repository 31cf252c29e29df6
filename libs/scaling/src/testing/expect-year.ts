import { desiredState } from '../schedule/desired-state';
import { type NaiveHours, naiveYear } from './naive-year';
import { targetOf } from './rules-of';

const minute = 60_000;

/** A year to go through, minute by minute. */
export interface YearCase {
  readonly zone: string;
  readonly year: number;
  readonly grace: number;
  /** Minutes for which it may stay up after that while it works, which it never stops. */
  readonly working?: number;
  readonly hours: NaiveHours;
}

/** Every minute has the state that a plain look at the wall clock gives, and knows when that ends. */
export function expectYear({ zone, year, grace, working, hours }: YearCase): void {
  const target = targetOf(...settingsOf(zone, grace, hours), ...demandOf(working));
  const demand = working === undefined ? undefined : { work: 'it always does' };
  const { first, states } = naiveYear(zone, year, hours, grace, working);
  // When the size next changes, worked out backwards from the states alone.
  let change: number | undefined;
  const changes = new Array<number | undefined>(states.length);
  for (let index = states.length - 1; index >= 0; index -= 1) {
    const next = states[index + 1];
    if (next !== undefined && (next === 'off') !== (states[index] === 'off')) change = index + 1;
    changes[index] = change;
  }

  const wrong: string[] = [];
  for (const [index, expected] of states.entries()) {
    const now = first + index * minute;
    const { state, changesAt } = desiredState(target, [], demand, now);
    const known = changes[index];
    if (state !== expected || (known !== undefined && changesAt !== first + known * minute)) {
      wrong.push(
        `${new Date(now).toISOString()}: ${state} until ${changesAt}, expected ${expected}`,
      );
    }
  }
  expect(wrong.slice(0, 5)).toEqual([]);
  expect(new Set(states)).toContain('on');
  expect(states.length).toBe((year % 4 === 0 ? 366 : 365) * 24 * 60);
}

function demandOf(working: number | undefined): string[] {
  if (working === undefined) return [];
  return [`demand: { metrics_url: 'http://api/metrics', limit: ${working}m }`];
}

const dayNames = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** The same hours as settings of a target, each a line of YAML. */
export function settingsOf(zone: string, grace: number, { week, special }: NaiveHours): string[] {
  const list = (ranges: readonly string[] = []) =>
    `[${ranges.map((range) => `'${range}'`).join(', ')}]`;
  const days = Object.entries(week).map(
    ([day, ranges]) => `${dayNames[Number(day)]}: ${list(ranges)}`,
  );
  const dates = Object.entries(special).map(
    ([date, ranges]) => `{ date: '${date}', hours: ${list(ranges)} }`,
  );
  return [
    `time_zone: ${zone}`,
    `grace: ${grace}m`,
    `hours: { ${days.join(', ')} }`,
    `exceptions: [${dates.join(', ')}]`,
  ];
}
