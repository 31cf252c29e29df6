import type { Hours, SpecialDates } from '../schedule/hours';
import { type Weekday, weekdays } from '../schedule/local-date';
import { readTimeRanges, type TimeRange } from '../schedule/time-range';
import type { SpecialDate, Week } from './hours-schema';

/** The hours of a file that says nothing: 08:00 to 18:00 from Monday to Friday. */
export const defaultWeek: Week = { weekdays: ['08:00-18:00'] };

/** A day of its own goes before `weekdays` and `weekends`; a day that is not named is off. */
export function weekOf(source: Week): Hours['week'] {
  const rangesOf = (day: Weekday) => readTimeRanges(source[day] ?? source[groupOf(day)] ?? []);
  return Object.fromEntries(weekdays.map((day) => [day, rangesOf(day)])) as Record<
    Weekday,
    TimeRange[]
  >;
}

/** The setting that a day's hours come from. */
export function settingOf(source: Week, day: Weekday): keyof Week {
  return source[day] === undefined ? groupOf(day) : day;
}

export function specialDatesOf(source: SpecialDate): SpecialDates {
  const [from, to] = 'date' in source ? [source.date, source.date] : [source.from, source.to];
  return { from, to, name: source.name, hours: readTimeRanges(source.hours ?? []) };
}

function groupOf(day: Weekday): 'weekdays' | 'weekends' {
  return day === 'saturday' || day === 'sunday' ? 'weekends' : 'weekdays';
}
