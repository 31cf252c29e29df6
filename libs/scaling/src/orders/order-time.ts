import { instantOf } from '../rules/resolve-rules';
import { dateOf, isDate, midnightOf, addDays } from '../schedule/local-date';
import type { TimeZone } from '../schedule/time-zone';

const pattern =
  /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?$/;
const clock = /^([01]\d|2[0-3]):([0-5]\d)$/;
const minute = 60_000;

export const orderTimeText =
  'expected a time such as 2026-12-24T18:00Z, 2026-12-24T18:00 or 18:00, the last two by the clock of the target';

/**
 * Reads the time of an order: an instant with its offset, a wall time of the target's zone, or a
 * time of day, which is the next one that comes.
 *
 * @returns milliseconds since 1970; undefined for what is no time
 */
export function readOrderTime(text: string, zone: TimeZone, now: number): number | undefined {
  const ofDay = clock.exec(text);
  if (ofDay !== null) return nextAt(Number(ofDay[1]) * 60 + Number(ofDay[2]), zone, now);
  const [, date = ''] = pattern.exec(text) ?? [];
  if (!isDate(date)) return undefined;
  const instant = instantOf(text, zone);
  return Number.isNaN(instant) ? undefined : instant;
}

function nextAt(minutes: number, zone: TimeZone, now: number): number {
  const today = dateOf(zone.wallTimeAt(now));
  const on = (date: string) => zone.firstReaching(midnightOf(date) + minutes * minute);
  const instant = on(today);
  return instant > now ? instant : on(addDays(today, 1));
}
