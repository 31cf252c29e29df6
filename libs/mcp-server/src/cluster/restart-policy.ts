/** Milliseconds. A worker that ran as long had started well. */
const STABLE_UPTIME_MS = 10_000;

/** Milliseconds without an early exit after which those before are forgotten. */
const FORGET_AFTER_MS = 60_000;

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 5_000;

/** So many early exits in a row are no crash loop yet; all workers may exit once for one reason. */
const MAX_EARLY_EXITS = 4;

/** When a worker that has died is replaced, and when to give up. */
export class RestartPolicy {
  private earlyExits = 0;
  private lastExitAt = -Infinity;

  /**
   * @param uptimeMs how long the worker that died had run
   * @param nowMs by any clock that does not go back
   * @param workers how many there should be
   * @returns the milliseconds to wait before another is started; undefined to give up
   */
  delayAfterExit(uptimeMs: number, nowMs: number, workers: number): number | undefined {
    if (uptimeMs >= STABLE_UPTIME_MS) return 0;
    if (nowMs - this.lastExitAt > FORGET_AFTER_MS) this.earlyExits = 0;
    this.lastExitAt = nowMs;
    this.earlyExits += 1;
    if (this.earlyExits > MAX_EARLY_EXITS + workers - 1) return undefined;
    return Math.min(FIRST_DELAY_MS * 2 ** (this.earlyExits - 1), MAX_DELAY_MS);
  }
}
