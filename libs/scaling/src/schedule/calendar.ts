import { type Hours, hoursOn } from './hours';
import { addDays, dateOf, type LocalDate, midnightOf } from './local-date';
import type { TimeZone } from './time-zone';

const minute = 60_000;
const day = 24 * 60 * minute;
/** Hours and grace are a day long at most each, so what began earlier is over. */
const lookBackDays = 3;
/** What does not change within a leap year and a week is said to stay. */
const horizonDays = 373;
/** Who asks about now asks about the next change as well. */
const remembered = 8;

/** A stretch of time in which a target is up or down by its hours. */
export interface Period {
  readonly up: boolean;
  /** When the hours are over and only the grace still holds the size; of a period that is up. */
  readonly closes?: number | undefined;
  /** The first instant after the period; none where no change is in sight. */
  readonly until?: number | undefined;
  /**
   * Whose hours, such as `monday 08:00-18:00`; of a period that is down, the holiday or exception of
   * the day, such as `Christmas`, where it is one.
   */
  readonly label?: string | undefined;
}

interface Window {
  readonly opens: number;
  readonly closes: number;
  readonly label: string;
}

/** The hours of one target on the time line: pure, but that it remembers what it worked out. */
export class Calendar {
  private readonly windows = new Map<LocalDate, readonly Window[]>();
  private recent: readonly { from: number; to: number; period: Period }[] = [];

  /** @param grace milliseconds for which a target stays up after its hours */
  constructor(
    readonly zone: TimeZone,
    private readonly hours: Hours,
    private readonly grace: number,
  ) {}

  /** The period around an instant. */
  at(now: number): Period {
    let answer = this.recent.find(({ from, to }) => from <= now && now < to);
    if (answer === undefined) {
      answer = { from: now, ...this.periodAt(now) };
      this.recent = [answer, ...this.recent.slice(0, remembered - 1)];
    }
    return answer.period;
  }

  /** When the last period that was up ended, where that is no longer ago than `within`. */
  endedWithin(within: number, now: number): number | undefined {
    let ended: number | undefined;
    for (let instant = now - within; ;) {
      const { up, until } = this.at(instant);
      if (until === undefined || until > now) return ended;
      if (up) ended = until;
      instant = until;
    }
  }

  /** The period, and until when it is the right answer word by word. */
  private periodAt(now: number): { period: Period; to: number } {
    const today = dateOf(this.zone.wallTimeAt(now));
    let current: Window | undefined;
    let opensNext: number | undefined;
    let end = Number.NEGATIVE_INFINITY;
    for (const window of this.windowsAround(today)) {
      if (window.opens > now) {
        opensNext ??= window.opens;
        if (window.opens > end) break;
      }
      // Hours that follow on without a gap, or within the grace, lengthen the period.
      if (window.closes + this.grace > now) {
        end = Math.max(end, window.closes + this.grace);
        if (window.opens <= now && window.closes > (current?.closes ?? 0)) current = window;
      }
    }
    if (current === undefined) {
      // Without hours in sight the answer is looked up again after a day.
      const { label, isSpecial } = hoursOn(today, this.hours);
      const midnight = this.zone.firstReaching(midnightOf(addDays(today, 1)));
      return {
        period: { up: false, until: opensNext, label: isSpecial ? label : undefined },
        to: Math.min(opensNext ?? now + day, midnight),
      };
    }
    const { closes, label } = current;
    const until = end - now < (horizonDays - lookBackDays) * day ? end : undefined;
    const changes = [opensNext, closes > now ? closes : undefined, until, now + day];
    const to = Math.min(...changes.filter((instant) => instant !== undefined));
    return { period: { up: true, closes, until, label }, to };
  }

  private *windowsAround(today: LocalDate): Generator<Window> {
    for (let days = -lookBackDays; days <= horizonDays; days += 1) {
      yield* this.windowsOn(addDays(today, days));
    }
  }

  private windowsOn(date: LocalDate): readonly Window[] {
    let windows = this.windows.get(date);
    if (windows === undefined) {
      windows = this.place(date);
      this.windows.set(date, windows);
    }
    return windows;
  }

  private place(date: LocalDate): Window[] {
    const { ranges, label } = hoursOn(date, this.hours);
    const midnight = midnightOf(date);
    return [...ranges]
      .sort((left, right) => left.start - right.start)
      .map(({ start, end, text }) => ({
        opens: this.zone.firstReaching(midnight + start * minute),
        closes: this.zone.lastBefore(midnight + end * minute),
        label: `${label} ${text}`,
      }))
      .filter(({ opens, closes }) => opens < closes);
  }
}
