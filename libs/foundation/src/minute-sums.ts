import type { Clock } from './clock';

const MINUTE_MS = 60_000;

/** Events of one key, who and why, that are written one by one in a minute. */
const MAX_WHOLE_PER_KEY = 10;
/** The same of all together, and keys that are told apart. */
const MAX_WHOLE = 500;
const MAX_KEYS = 500;

/** The events of a minute that were not written one by one. */
export interface MinuteSum<Event> {
  /** When the minute began, in milliseconds since 1970. */
  readonly at: number;
  readonly count: number;
  /** The first of them. */
  readonly like: Event;
  /** Whether they are of different people, since too many came to tell them apart. */
  readonly isOfMany: boolean;
}

interface Counted<Event> {
  readonly like: Event;
  readonly isOfMany: boolean;
  whole: number;
  count: number;
}

/**
 * Bounds what is written of events that anybody can cause as often as they like, and loses none of
 * their number: the first of a minute are written one by one, the others as one sum.
 */
export class MinuteSums<Event> {
  private readonly byKey = new Map<string, Counted<Event>>();
  private whole = 0;
  private minute = 0;
  private timer?: NodeJS.Timeout | undefined;

  /** @param write takes a sum when its minute has ended */
  constructor(
    private readonly clock: Clock,
    private readonly write: (sum: MinuteSum<Event>) => void,
  ) {}

  /**
   * @param who caused it
   * @param why in one of few words, such as a status
   * @returns whether the event is to be written by itself; else it is counted here
   */
  isWhole(who: string, why: string, event: Event): boolean {
    const minute = Math.floor(this.clock.now() / MINUTE_MS);
    if (minute !== this.minute) this.flush();
    this.minute = minute;
    const counted = this.countedOf(`${who} ${why}`, why, event);
    if (counted.whole < MAX_WHOLE_PER_KEY && this.whole < MAX_WHOLE) {
      counted.whole += 1;
      this.whole += 1;
      return true;
    }
    counted.count += 1;
    this.timer ??= setTimeout(() => this.flush(), MINUTE_MS).unref();
    return false;
  }

  /** Writes what has been counted: at the end of a minute, and of the process. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const at = this.minute * MINUTE_MS;
    for (const { like, isOfMany, count } of this.byKey.values()) {
      if (count > 0) this.write({ at, count, like, isOfMany });
    }
    this.byKey.clear();
    this.whole = 0;
  }

  private countedOf(key: string, why: string, event: Event): Counted<Event> {
    const isOfMany = !this.byKey.has(key) && this.byKey.size >= MAX_KEYS;
    // Of these there are as many as there are reasons.
    const found = this.byKey.get(isOfMany ? why : key);
    if (found !== undefined) return found;
    const counted = { like: event, isOfMany, whole: 0, count: 0 };
    this.byKey.set(isOfMany ? why : key, counted);
    return counted;
  }
}
