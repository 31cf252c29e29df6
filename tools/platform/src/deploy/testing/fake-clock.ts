import { setImmediate as turn } from 'node:timers/promises';
import { ManualClock } from '@repo/foundation/testing';
import type { Clock } from '../clock';

/** The pause between two renewals of a lock, in the background of a deploy. */
const BACKGROUND_MS = 30_000;

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/**
 * A clock whose pauses take no time: they pass when somebody waits for them. The renewal of a lock
 * sleeps in the background and does not drive the time: it wakes when enough of it has passed.
 */
export class FakeClock extends ManualClock implements Clock {
  private sleepers: readonly Sleeper[] = [];

  constructor() {
    super(Date.UTC(2026, 0, 5, 12));
  }

  override advance(ms: number): void {
    super.advance(ms);
    const due = this.sleepers.filter((sleeper) => sleeper.due <= this.now());
    this.sleepers = this.sleepers.filter((sleeper) => !due.includes(sleeper));
    for (const { wake } of due) wake();
  }

  async pause(ms: number, signal?: AbortSignal): Promise<void> {
    if (ms === BACKGROUND_MS) return this.sleep(ms, signal);
    await turn();
    signal?.throwIfAborted();
    this.advance(ms);
  }

  private sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((wake, reject) => {
      const abort = () => reject(signal!.reason as Error);
      if (signal?.aborted) return abort();
      signal?.addEventListener('abort', abort);
      this.sleepers = [...this.sleepers, { due: this.now() + ms, wake }];
    });
  }
}
