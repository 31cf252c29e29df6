import { targetOf } from './rules-of';
import type { Simulation } from './simulation';

const target = targetOf(
  'time_zone: Europe/Berlin',
  'on_hours: { min: 2, desired: 3, max: 10 }',
  "exceptions: [{ date: '05-01', hours: ['22:00-06:00'] }]",
  "holidays: [{ date: '12-25' }, { date: '02-29' }]",
);
/** Of the year: a third, with a leap day and a change of the clocks, unless the whole is asked for. */
export const DAYS = process.env['YEARS'] === 'whole' ? 366 : 122;

const faults = { failing: 0.1, lost: 0.05, doubled: 0.05, killed: 0.01 };
/** Milliseconds. Half a million looks at a target are seconds of work for a CPU that has no other. */
export const YEAR_TIMEOUT_MS = 600_000;

/** Business hours in Berlin with a night shift, holidays and a leap day; a call in ten fails. */
export const simulation: Simulation = {
  ...{ target, year: 2028, days: DAYS, autoscaled: true, seed: 1 },
  ...faults,
};
