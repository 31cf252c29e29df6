import { setImmediate as turn } from 'node:timers/promises';
import { ManualClock } from '@repo/foundation/testing';
import type { Clock } from '../clock';

/** A clock whose pauses take no time: they pass when somebody waits for them. */
export class FakeClock extends ManualClock implements Clock {
  constructor() {
    super(Date.UTC(2026, 0, 5, 12));
  }

  async pause(ms: number, signal?: AbortSignal): Promise<void> {
    // The renewal of a lock sleeps in the background and must not drive the time.
    if (ms === 30_000) return new Promise((_, reject) => onAbort(signal, reject));
    await turn();
    signal?.throwIfAborted();
    this.advance(ms);
  }
}

function onAbort(signal: AbortSignal | undefined, reject: (reason: unknown) => void): void {
  if (signal?.aborted) reject(signal.reason);
  signal?.addEventListener('abort', () => reject(signal.reason));
}
