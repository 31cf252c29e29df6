import { isTimeZone } from '@repo/foundation';

const minute = 60_000;
const day = 86_400_000;
/** Of `12/24/2026, 22:00:00`. */
const numbers = /\d+/g;
/** There are about 600; that they may be written in any case makes no difference to their number. */
const MAX_KEPT = 1_000;
const kept = new Map<string, TimeZone>();

/**
 * A time zone of the IANA database, as Node's own ICU knows it.
 *
 * Wall times are milliseconds since 1970 as if the wall clock showed UTC. Where clocks are set
 * forward some wall times never come; where they are set back some come twice. Both directions are
 * resolved so that an interval between two wall times is never cut in two.
 */
export class TimeZone {
  private readonly format: Intl.DateTimeFormat;

  /** One that was made before where there is one: making it takes longer than all that it does. */
  static named(name: string): TimeZone {
    let zone = kept.get(name);
    if (zone === undefined) {
      zone = new TimeZone(name);
      if (kept.size >= MAX_KEPT) kept.clear();
      kept.set(name, zone);
    }
    return zone;
  }

  /** Whether there is such a zone. */
  static readonly isName = (name: string): boolean => {
    if (!kept.has(name) && !isTimeZone(name)) return false;
    return TimeZone.named(name) !== undefined;
  };

  /** @throws {RangeError} for a zone that does not exist; see `isName` */
  constructor(readonly name: string) {
    this.format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  /** What the wall clock shows at an instant. */
  wallTimeAt(instant: number): number {
    // As text: taken apart by `formatToParts` it takes three times as long.
    const shown = this.format.format(instant).match(numbers)?.map(Number) ?? [];
    const [month = NaN, date, year = NaN, ...time] = shown;
    const seconds = Date.UTC(year, month - 1, date, ...time);
    return seconds + (((instant % 1000) + 1000) % 1000);
  }

  /** The first instant at which the wall clock has reached `wallTime`. */
  firstReaching(wallTime: number): number {
    const instants = this.instantsOf(wallTime);
    return instants.length > 0 ? Math.min(...instants) : this.skippedAt(wallTime);
  }

  /** The instant from which on the wall clock never again shows less than `wallTime`. */
  lastBefore(wallTime: number): number {
    // Asked of the minute before, so that clocks set back to exactly `wallTime` are not waited for.
    const instants = this.instantsOf(wallTime - minute);
    return instants.length > 0 ? Math.max(...instants) + minute : this.skippedAt(wallTime - minute);
  }

  /** When the wall clock shows `wallTime`: never where clocks skip it, twice where they are set back. */
  instantsOf(wallTime: number): number[] {
    return this.candidates(wallTime).filter((instant) => this.wallTimeAt(instant) === wallTime);
  }

  /** By the offsets from UTC before and after any change of the clocks around `wallTime`. */
  private candidates(wallTime: number): number[] {
    const offset = (instant: number) => this.wallTimeAt(instant) - instant;
    return [wallTime - offset(wallTime - day), wallTime - offset(wallTime + day)];
  }

  /** When the clocks jumped over `wallTime`. */
  private skippedAt(wallTime: number): number {
    const candidates = this.candidates(wallTime);
    let before = Math.min(...candidates) - day;
    let after = Math.max(...candidates) + day;
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (this.wallTimeAt(middle) < wallTime) before = middle;
      else after = middle;
    }
    return after;
  }
}
