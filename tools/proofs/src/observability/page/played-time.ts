/** Seconds between two scrapes. */
export const STEP_S = 15;
/** Seconds that are played, up to now: an hour, and what the windows of the first minutes look back at. */
export const PLAYED_S = 75 * 60;

/** The end of what is played, in seconds since 1970: now, at a whole step. */
export const end = Math.floor(Date.now() / 1_000 / STEP_S) * STEP_S;

/** What happens, in seconds before the end. */
const OUTAGE = { from: 32 * 60, to: 24 * 60 };
const REPLACED = 14 * 60;
const EVENING = 18 * 60;

/** An instant of the played hour, by the seconds that are left of it. */
export class PlayedInstant {
  constructor(readonly left: number) {}

  /** The database is away for all. */
  get isOutage(): boolean {
    return this.left <= OUTAGE.from && this.left > OUTAGE.to;
  }

  /** After the outage what was put off is caught up with. */
  get isCatchingUp(): boolean {
    return this.left <= OUTAGE.to && this.left > OUTAGE.to - 180;
  }

  /** The third replica was replaced; for a minute it is not there. */
  get isReplacing(): boolean {
    return this.left <= REPLACED && this.left > REPLACED - 60;
  }

  get wasReplaced(): boolean {
    return this.left <= REPLACED - 60;
  }

  /** The hours of the target `shop` are over. */
  get isEvening(): boolean {
    return this.left <= EVENING;
  }

  get secondsPlayed(): number {
    return PLAYED_S - this.left;
  }

  /** The time so many seconds before the end, in seconds since 1970. */
  at(left: number): number {
    return end - left;
  }
}

export const instants: readonly PlayedInstant[] = Array.from(
  { length: PLAYED_S / STEP_S + 1 },
  (_, at) => new PlayedInstant(PLAYED_S - at * STEP_S),
);
