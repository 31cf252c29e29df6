import { expectYear, type YearCase } from '../testing/expect-year';
import type { NaiveHours } from '../testing/naive-year';

const business: NaiveHours = {
  week: {
    1: ['08:00-18:00'],
    2: ['08:00-18:00'],
    3: ['08:00-18:00'],
    4: ['08:00-18:00'],
    5: ['08:00-18:00'],
  },
  special: { '12-25': [], '12-26': ['10:00-12:00'], '02-29': ['09:00-10:00'] },
};
const years: YearCase[] = [
  { zone: 'Europe/Berlin', year: 2026, grace: 10, hours: business },
  { zone: 'UTC', year: 2028, grace: 0, hours: business },
];

describe('business hours', () => {
  it.each(years)('hold in every minute of $year in $zone', expectYear);
});
