import { withTimeout } from '@repo/foundation';
import type { Sample } from './sample';

/** Milliseconds that somebody who reads the metrics waits for a source: it may hang. */
const COLLECT_TIMEOUT_MS = 500;
/** Milliseconds for which the last known values are told while their source does not answer. */
const LAST_KNOWN_MS = 5 * 60_000;

/** What a source said last. One question to it is under way at a time. */
export class LatestSamples {
  private samples: readonly Sample[] = [];
  /** By `performance.now()`. */
  private knownAt = -Infinity;
  private underWay: Promise<void> | undefined;

  constructor(private readonly collect: () => Promise<readonly Sample[]>) {}

  async read(): Promise<readonly Sample[]> {
    this.underWay ??= this.ask();
    await withTimeout(COLLECT_TIMEOUT_MS, this.underWay, () => undefined);
    return performance.now() - this.knownAt < LAST_KNOWN_MS ? this.samples : [];
  }

  private async ask(): Promise<void> {
    try {
      this.samples = await this.collect();
      this.knownAt = performance.now();
    } catch {
      // The values from before hold for a while.
    } finally {
      this.underWay = undefined;
    }
  }
}
