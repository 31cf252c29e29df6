import { expectYear, type YearCase } from '../testing/expect-year';
import { nights } from '../testing/night-hours';

const years: YearCase[] = [
  { zone: 'Europe/Berlin', year: 2028, grace: 0, hours: nights },
  { zone: 'America/New_York', year: 2027, grace: 7, hours: nights },
  { zone: 'Asia/Kolkata', year: 2028, grace: 15, hours: nights },
];

describe('hours over midnight and around changes of the clocks', () => {
  it.each(years)('hold in every minute of $year in $zone', expectYear);
});
