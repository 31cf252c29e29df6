import type { Cancellation } from '../protocol/cancellation';
import { OverloadedError } from './overloaded.error';

export interface SemaphoreLimits {
  /** Calls that may run at once. */
  readonly permits: number;
  /** Calls that may wait for a permit. */
  readonly maxWaiting: number;
}

/**
 * A counting semaphore with a bounded first-in, first-out queue. A released permit goes to the call
 * that has waited longest.
 */
export class Semaphore {
  private acquired = 0;
  /** Grants a permit to a waiting call, in the order of arrival. Empty while a permit is free. */
  private readonly waiting = new Set<() => void>();

  /**
   * @param what begins the message of a refusal: which calls are too many
   * @param Refusal of a call that may not wait, or has waited in vain
   */
  constructor(
    private readonly limits: SemaphoreLimits,
    private readonly what: string,
    private readonly Refusal: new (message: string) => Error = OverloadedError,
  ) {}

  get size(): number {
    return this.acquired;
  }

  /** Whether nobody has a permit. Then nobody waits for one either. */
  get isIdle(): boolean {
    return this.acquired === 0;
  }

  /** @returns whether a permit was free; the caller then has to `release` it */
  tryAcquire(): boolean {
    if (this.acquired >= this.limits.permits) return false;
    this.acquired += 1;
    return true;
  }

  /** A property, so that it can be passed as a callback without a closure for each call. */
  readonly release = (): void => {
    const [grant] = this.waiting;
    if (grant === undefined) this.acquired -= 1;
    // It passes on without being free in between.
    else grant();
  };

  /**
   * Waits for a permit. Call it only after `tryAcquire` has returned false.
   *
   * @param until by the clock of `performance.now()`
   * @throws `Refusal`: too many wait already, or none was released in time
   * @throws the reason of the cancellation
   */
  acquire(cancellation: Cancellation, until: number): Promise<void> {
    const { permits, maxWaiting } = this.limits;
    const allowed = `${this.what}: ${permits} are allowed`;
    return new Promise((resolve, reject) => {
      if (this.waiting.size >= maxWaiting) {
        const queue = maxWaiting === 0 ? 'none may wait' : `the queue of ${maxWaiting} is full`;
        return reject(new this.Refusal(`${allowed}, and ${queue}.`));
      }
      const grant = () => {
        this.waiting.delete(grant);
        clearTimeout(timer);
        resolve();
      };
      const refuse = (reason: Error) => {
        if (!this.waiting.delete(grant)) return;
        clearTimeout(timer);
        reject(reason);
      };
      const timer = setTimeout(
        () => refuse(new this.Refusal(`${allowed}, and none ended in time.`)),
        until - performance.now(),
      );
      this.waiting.add(grant);
      cancellation.onCancel(refuse);
    });
  }
}
