import { CancelledError, type Cancellation } from '@repo/mcp-core';
import type { RunStore } from '../storage/run-store';

/** Milliseconds between two looks whether a run shall end: within a second it does. */
const LOOK_MS = 400;
/** Looks after which the lease of 10 s is renewed. */
const RENEW_EVERY = 7;

/** The process ends, and the next one goes on. */
class HandedOverError extends CancelledError {}

/** The lease of the run ended, and another process has the task. */
class LostRunError extends CancelledError {}

/** The runs of this process: keeps them its own, and ends those that shall end. */
export class RunWatch {
  private readonly runs = new Map<string, Cancellation>();
  private timer?: NodeJS.Timeout;
  private looks = 0;
  private onEmpty?: () => void;

  constructor(private readonly store: RunStore) {}

  get size(): number {
    return this.runs.size;
  }

  add(run: string, cancellation: Cancellation): void {
    this.runs.set(run, cancellation);
    this.timer ??= setTimeout(() => void this.look(), LOOK_MS);
  }

  delete(run: string): void {
    this.runs.delete(run);
    if (this.runs.size === 0) this.onEmpty?.();
  }

  /** @param graceMs milliseconds for which they may go on */
  async drain(graceMs: number): Promise<void> {
    if (this.runs.size === 0) return;
    const late = setTimeout(() => {
      for (const cancellation of this.runs.values()) {
        cancellation.cancel(new HandedOverError('The process ends.'));
      }
    }, graceMs);
    await new Promise<void>((resolve) => {
      this.onEmpty = resolve;
    });
    clearTimeout(late);
  }

  isHandedOver(reason: Error | undefined): boolean {
    return reason instanceof HandedOverError;
  }

  isLost(reason: Error | undefined): boolean {
    return reason instanceof LostRunError;
  }

  private async look(): Promise<void> {
    const asked = [...this.runs.keys()];
    this.looks += 1;
    const seen = this.looks % RENEW_EVERY === 0 ? this.store.renew(asked) : this.store.see(asked);
    const found = await seen.catch(() => undefined);
    if (found !== undefined) this.compare(asked, found);
    this.timer = this.runs.size === 0 ? undefined : setTimeout(() => void this.look(), LOOK_MS);
  }

  private compare(
    asked: readonly string[],
    found: readonly { readonly run: string; readonly cancelled: boolean }[],
  ): void {
    const cancelled = new Map(found.map((one) => [one.run, one.cancelled]));
    for (const run of asked) {
      const wanted = cancelled.get(run);
      if (wanted === false) continue;
      const reason =
        wanted === undefined
          ? new LostRunError('Another process runs this task now.')
          : new CancelledError('The task was cancelled.');
      this.runs.get(run)?.cancel(reason);
    }
  }
}
