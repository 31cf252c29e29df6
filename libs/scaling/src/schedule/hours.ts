import { type LocalDate, type Weekday, weekdayOf } from './local-date';
import type { TimeRange } from './time-range';

/** Dates whose hours are not those of the week. */
export interface SpecialDates {
  /** The first and last date; or `12-25`, that date of every year, as both. */
  readonly from: string;
  readonly to: string;
  /** Empty: off all day. */
  readonly hours: readonly TimeRange[];
  readonly name?: string | undefined;
}

/** When a target is on, by the wall clock of its zone. */
export interface Hours {
  readonly week: Readonly<Record<Weekday, readonly TimeRange[]>>;
  /** Before holidays, which go before the week. */
  readonly exceptions: readonly SpecialDates[];
  readonly holidays: readonly SpecialDates[];
}

export interface HoursOfDate {
  readonly ranges: readonly TimeRange[];
  /** Whose hours they are, such as `Monday` or `Christmas`. */
  readonly label: string;
  /** Whether the hours are not those of the week. */
  readonly isSpecial: boolean;
}

/**
 * The hours that begin on a date. Hours that cross midnight belong to the date on which they
 * begin, so a holiday does not cut off the night before it.
 */
export function hoursOn(date: LocalDate, { week, exceptions, holidays }: Hours): HoursOfDate {
  const special =
    exceptions.find((dates) => includes(dates, date)) ??
    holidays.find((dates) => includes(dates, date));
  if (special !== undefined) {
    return { ranges: special.hours, label: special.name ?? date, isSpecial: true };
  }
  const weekday = weekdayOf(date);
  return { ranges: week[weekday], label: weekday, isSpecial: false };
}

function includes({ from, to }: SpecialDates, date: LocalDate): boolean {
  const compared = from.length === 'mm-dd'.length ? date.slice('yyyy-'.length) : date;
  return from <= compared && compared <= to;
}
