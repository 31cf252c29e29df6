const day = 86_400_000;

/** A calendar date, written `2026-12-24`: such texts sort by time. */
export type LocalDate = string;

export const weekdays = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;
export type Weekday = (typeof weekdays)[number];

/** Milliseconds from 1970 to the date's midnight, as if the wall clock showed UTC. */
export function midnightOf(date: LocalDate): number {
  return Date.parse(`${date}T00:00:00Z`);
}

export function dateOf(wallTime: number): LocalDate {
  return new Date(wallTime).toISOString().slice(0, 10);
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return dateOf(midnightOf(date) + days * day);
}

export function weekdayOf(date: LocalDate): Weekday {
  return weekdays[new Date(midnightOf(date)).getUTCDay()] as Weekday;
}

/** Whether `text` is a date that exists: `2027-02-29` does not. */
export function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(time) && dateOf(time) === text;
}

/** Whether `text` is `12-25`, a date of every year; `02-29` is one of leap years. */
export function isYearlyDate(text: string): boolean {
  return /^\d\d-\d\d$/.test(text) && isDate(`2024-${text}`);
}
