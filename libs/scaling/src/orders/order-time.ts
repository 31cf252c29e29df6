import { instantOf, isInstantText } from '../schedule/instant-text';
import { addDays, dateOf, midnightOf } from '../schedule/local-date';
import type { TimeZone } from '../schedule/time-zone';

const clock = /^([01]\d|2[0-3]):([0-5]\d)$/;
const minute = 60_000;

export const orderTimeText =
  'expected a time such as 2026-12-24T18:00Z, 2026-12-24T18:00 or 18:00, the last two by the clock of the target';

/**
 * Reads the time of an order: an instant with its offset, a wall time of the target's zone, or a
 * time of day, which is the next one that comes.
 *
 * @param after milliseconds since 1970 after which a time of day is looked for
 * @returns milliseconds since 1970; undefined for what is no time
 */
export function readOrderTime(text: string, zone: TimeZone, after: number): number | undefined {
  const ofDay = clock.exec(text);
  if (ofDay !== null) return nextAt(Number(ofDay[1]) * 60 + Number(ofDay[2]), zone, after);
  return isInstantText(text) ? instantOf(text, zone) : undefined;
}

/** Where clocks are set back a time of day comes twice; where they skip it, when they have. */
function nextAt(minutes: number, zone: TimeZone, after: number): number {
  const today = dateOf(zone.wallTimeAt(after));
  const instants = [today, addDays(today, 1)].flatMap((date) => {
    const wallTime = midnightOf(date) + minutes * minute;
    return [...zone.instantsOf(wallTime), zone.firstReaching(wallTime)];
  });
  return Math.min(...instants.filter((instant) => instant > after));
}
