import { expectYear, type YearCase } from '../testing/expect-year';
import type { NaiveHours } from '../testing/naive-year';

/** Edges where clocks change: at 02:00, 02:30 and 03:00 on Sundays, in and around the hour. */
const nights: NaiveHours = {
  week: {
    0: ['02:30-05:00', '22:00-24:00'],
    1: ['00:00-02:00', '22:00-06:00'],
    3: ['22:00-06:00'],
    5: ['00:00-24:00'],
    6: ['00:00-01:45', '06:15-06:20', '06:25-18:00', '22:00-02:15'],
  },
  special: { '02-29': ['01:00-02:00', '23:00-03:00'], '01-01': [], '12-31': ['20:00-08:00'] },
};

const years: YearCase[] = [
  { zone: 'Europe/Berlin', year: 2028, grace: 0, hours: nights },
  { zone: 'America/New_York', year: 2027, grace: 7, hours: nights },
  { zone: 'Australia/Lord_Howe', year: 2028, grace: 0, hours: nights },
  { zone: 'Asia/Kolkata', year: 2028, grace: 15, hours: nights },
  { zone: 'Europe/Berlin', year: 2026, grace: 3, working: 90, hours: nights },
];

describe('hours over midnight and around changes of the clocks', () => {
  it.each(years)('hold in every minute of $year in $zone', expectYear);
});
