/** How often and how long, in milliseconds. */
export interface TaskTiming {
  /** For which a run is a process's own, unless that says again that it goes on. */
  readonly leaseMs: number;
  /** From one look of a process at its runs to the next: so late it learns that one was cancelled. */
  readonly lookMs: number;
  /** From one look for tasks that nobody works on to the next. */
  readonly sweepMs: number;
  /** After which somebody looks whether the job of a task got lost; while it waits, up to four times as long. */
  readonly lostMs: number;
  /** Until a task is tried again that failed once; then twice as long each time, up to `longestRetryMs`. */
  readonly retryMs: number;
  readonly longestRetryMs: number;
  /** Until a task is tried again that cannot be run or queued now. */
  readonly laterMs: number;
  /** For which a run whose end the database does not take is not given up. */
  readonly insistMs: number;
  /** For which the queue takes a job for one that is worked on, if its worker says nothing. */
  readonly lockMs: number;
}

/** A process that was killed is missed within a dozen seconds, and a cancelled run ends within one. */
export const usualTiming: TaskTiming = {
  leaseMs: 10_000,
  lookMs: 400,
  sweepMs: 2_000,
  lostMs: 30_000,
  retryMs: 1_000,
  longestRetryMs: 5 * 60_000,
  laterMs: 5_000,
  insistMs: 60_000,
  lockMs: 30_000,
};
