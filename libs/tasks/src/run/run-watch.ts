import { CancelledError, type Cancellation } from '@repo/mcp-core';
import type { RunRef, RunStore, SeenRun } from '../storage/run-store';
import type { TaskTiming } from '../task-timing';

/** Parts of a lease after which it is renewed. */
const RENEWALS = 4;

/** The process ends, and the next one goes on. */
class HandedOverError extends CancelledError {}

/** The lease of the run ended, and another process has the task. */
class LostRunError extends CancelledError {}

interface WatchedRun {
  readonly ref: RunRef;
  readonly cancellation: Cancellation;
}

/** The runs of this process: keeps them its own, and ends those that shall end. */
export class RunWatch {
  private readonly runs = new Map<string, WatchedRun>();
  private timer?: NodeJS.Timeout;
  private renewedAt = -Infinity;
  private onEmpty?: () => void;
  private isEnding = false;

  constructor(
    private readonly store: RunStore,
    private readonly timing: TaskTiming,
  ) {}

  get size(): number {
    return this.runs.size;
  }

  /** Whether the process ends: what begins now is for the next one. */
  get isDraining(): boolean {
    return this.isEnding;
  }

  add(ref: RunRef, cancellation: Cancellation): void {
    this.runs.set(ref.run, { ref, cancellation });
    this.timer ??= setTimeout(() => void this.look(), this.timing.lookMs);
  }

  delete({ run }: RunRef): void {
    this.runs.delete(run);
    if (this.runs.size === 0) this.onEmpty?.();
  }

  /** @param graceMs milliseconds for which they may go on */
  async drain(graceMs: number): Promise<void> {
    this.isEnding = true;
    if (this.runs.size === 0) return;
    const late = setTimeout(() => {
      for (const { cancellation } of this.runs.values()) {
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
    const asked = [...this.runs.values()];
    const refs = asked.map(({ ref }) => ref);
    const now = performance.now();
    const isRenewal = now - this.renewedAt >= this.timing.leaseMs / RENEWALS;
    try {
      const found = await (isRenewal ? this.store.renew(refs) : this.store.see(refs));
      if (isRenewal) this.renewedAt = now;
      compare(asked, found);
    } catch {
      // The database is away. When it is back, leases may be over that nobody has taken up yet.
      this.renewedAt = -Infinity;
    }
    const { lookMs } = this.timing;
    this.timer = this.runs.size === 0 ? undefined : setTimeout(() => void this.look(), lookMs);
  }
}

function compare(asked: readonly WatchedRun[], found: readonly SeenRun[]): void {
  const cancelled = new Map(found.map((one) => [one.run, one.cancelled]));
  for (const { ref, cancellation } of asked) {
    const wanted = cancelled.get(ref.run);
    if (wanted === false) continue;
    cancellation.cancel(
      wanted === undefined
        ? new LostRunError('Another process runs this task now.')
        : new CancelledError('The task was cancelled.'),
    );
  }
}
