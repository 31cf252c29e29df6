import { Clock } from '../clock';

/** A clock that stands still but for where a test sets it, however long the test takes. */
export class ManualClock extends Clock {
  /** @param time milliseconds since 1970; default: when it was made */
  constructor(private time = Date.now()) {
    super();
  }

  now(): number {
    return this.time;
  }

  /** @param time milliseconds since 1970 */
  set(time: number): void {
    this.time = time;
  }

  advance(milliseconds: number): void {
    this.time += milliseconds;
  }
}
