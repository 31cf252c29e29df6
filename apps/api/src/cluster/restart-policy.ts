/** Milliseconds. A worker that lived as long had started well. */
const GROWN_UP_MS = 10_000;

/** Milliseconds without such a death after which the ones before are forgotten. */
const QUIET_MS = 60_000;

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 5_000;

/** So many deaths in a row are no crash loop yet; and all workers may die once for one reason. */
const TOLERATED = 4;

/** When a worker that has died is replaced, and when that is no use any more. */
export class RestartPolicy {
  private youngDeaths = 0;
  private lastAt = -Infinity;

  /**
   * @param uptimeMs how long the one that died had lived
   * @param nowMs by any clock that does not go back
   * @param workers how many there should be
   * @returns the milliseconds to wait before another is started; undefined to give up
   */
  afterDeath(uptimeMs: number, nowMs: number, workers: number): number | undefined {
    if (uptimeMs >= GROWN_UP_MS) return 0;
    if (nowMs - this.lastAt > QUIET_MS) this.youngDeaths = 0;
    this.lastAt = nowMs;
    this.youngDeaths += 1;
    if (this.youngDeaths > TOLERATED + workers - 1) return undefined;
    return Math.min(FIRST_DELAY_MS * 2 ** (this.youngDeaths - 1), MAX_DELAY_MS);
  }
}
