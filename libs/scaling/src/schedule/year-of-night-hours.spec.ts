import { expectYear, type YearCase } from '../testing/expect-year';
import { nights } from '../testing/night-hours';

/** One whose clocks change by half an hour, and one with work after the hours. More: `.e2e.ts`. */
const years: YearCase[] = [
  { zone: 'Australia/Lord_Howe', year: 2028, grace: 0, hours: nights },
  { zone: 'Europe/Berlin', year: 2026, grace: 3, working: 90, hours: nights },
];

describe('hours over midnight and around changes of the clocks', () => {
  it.each(years)('hold in every minute of $year in $zone', expectYear);
});
