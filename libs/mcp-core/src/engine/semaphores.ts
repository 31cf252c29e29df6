import type { Semaphore } from './semaphore';

/** Idle ones that are kept: to find one costs less than to make it. */
const MAX_IDLE = 1_000;

/** Semaphores by key, of which those are forgotten that nobody uses. */
export class Semaphores {
  private readonly byKey = new Map<string, Semaphore>();
  private sweepAt = MAX_IDLE;

  get size(): number {
    return this.byKey.size;
  }

  of(key: string, make: () => Semaphore): Semaphore {
    const found = this.byKey.get(key);
    if (found !== undefined) return found;
    if (this.byKey.size >= this.sweepAt) this.sweep();
    const made = make();
    this.byKey.set(key, made);
    return made;
  }

  /** Seldom, so that it costs each new one the same, however many there are. */
  private sweep(): void {
    for (const [key, { isIdle }] of this.byKey) if (isIdle) this.byKey.delete(key);
    this.sweepAt = 2 * this.byKey.size + MAX_IDLE;
  }
}
