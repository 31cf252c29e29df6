import type { Params } from '../protocol/json-rpc';

/** Milliseconds between two reports of one call. What comes sooner waits; a newer one takes its place. */
const MIN_INTERVAL_MS = 50;

/** Sends the progress of one call, not faster than a person can see (2026-07-28, progress). */
export class ProgressReports {
  private last = -Infinity;
  private sentAt = -Infinity;
  private waiting?: Params;
  private timer?: NodeJS.Timeout;

  constructor(private readonly send: (params: Params) => void) {}

  report(progress: number, params: Params): void {
    if (progress <= this.last) return;
    this.last = progress;
    this.waiting = params;
    const delay = this.sentAt + MIN_INTERVAL_MS - performance.now();
    if (delay <= 0) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), delay);
  }

  /** Sends what waits: the call is about to be answered. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { waiting } = this;
    if (waiting === undefined) return;
    this.waiting = undefined;
    this.sentAt = performance.now();
    this.send(waiting);
  }
}
