import type { NaiveHours } from './naive-year';

/** Edges where clocks change: at 02:00, 02:30 and 03:00 on Sundays, in and around the hour. */
export const nights: NaiveHours = {
  week: {
    0: ['02:30-05:00', '22:00-24:00'],
    1: ['00:00-02:00', '22:00-06:00'],
    3: ['22:00-06:00'],
    5: ['00:00-24:00'],
    6: ['00:00-01:45', '06:15-06:20', '06:25-18:00', '22:00-02:15'],
  },
  special: { '02-29': ['01:00-02:00', '23:00-03:00'], '01-01': [], '12-31': ['20:00-08:00'] },
};
