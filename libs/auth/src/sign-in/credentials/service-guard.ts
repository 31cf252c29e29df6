import type { Clock } from '@repo/foundation';
import { serviceFault, ServiceFault } from './service-fault';

/** Requests to one service that run at a time, and that wait. */
const MAX_RUNNING = 20;
const MAX_WAITING = 1_000;

/** Failures in a row, without an answer to anybody, after which it is left alone. */
const TOLERATED = 3;

/** Milliseconds. Doubled with each failure that follows. */
const FIRST_WAIT_MS = 1_000;
const MAX_WAIT_MS = 60_000;

/**
 * Keeps a service from being asked too much: so many requests run at a time, and after a few failures
 * it is left alone for a while, then asked by one request alone.
 */
export class ServiceGuard {
  private running = 0;
  private failures = 0;
  private openAt = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly title: string,
    private readonly clock: Clock,
  ) {}

  /** @throws {ServiceFault} of the work; or it is left alone, and was not asked */
  async run<T>(work: () => Promise<T>): Promise<T> {
    this.refuseWhileAway();
    if (this.running >= MAX_RUNNING) {
      if (this.waiting.length >= MAX_WAITING) throw this.leftAlone(FIRST_WAIT_MS);
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else this.running += 1;
    try {
      this.refuseWhileAway(1);
      const result = await work();
      this.failures = 0;
      return result;
    } catch (thrown) {
      const fault = serviceFault(thrown);
      if (fault.reason !== 'away') this.failures = 0;
      else if (fault.waitMs === 0) this.failed();
      throw fault;
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }

  /** @param own of those that run, the one that asks */
  private refuseWhileAway(own = 0): void {
    const wait = this.openAt - this.clock.now();
    if (wait > 0) throw this.leftAlone(wait);
    if (this.failures >= TOLERATED && this.running > own) throw this.leftAlone(FIRST_WAIT_MS);
  }

  private failed(): void {
    const now = this.clock.now();
    // Those that ran together failed together.
    if (now < this.openAt) return;
    this.failures += 1;
    const further = this.failures - TOLERATED;
    if (further >= 0) this.openAt = now + Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** further);
  }

  private leftAlone(waitMs: number): ServiceFault {
    return new ServiceFault('away', `${this.title} is left alone for ${waitMs} ms`, waitMs);
  }
}
