/** Time as a parameter, so that tests need not wait. */
export abstract class Clock {
  /** Milliseconds since 1970 (UTC). */
  abstract now(): number;
}

/** The time of the machine. */
export class SystemClock extends Clock {
  now(): number {
    return Date.now();
  }
}
