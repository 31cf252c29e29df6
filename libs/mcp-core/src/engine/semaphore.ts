import type { Cancellation } from '../protocol/cancellation';
import { OverloadedError } from './overloaded.error';

export interface SemaphoreLimits {
  /** Places. */
  readonly permits: number;
  /** Calls that may wait for one. */
  readonly maxWaiting: number;
}

/**
 * A number of places for calls, and a queue of calls that wait for one. A place that gets free goes
 * to the call that has waited longest, never to one that comes just then.
 */
export class Semaphore {
  private taken = 0;
  /** What lets them in, in the order in which they came. There are none while a place is free. */
  private readonly waiting = new Set<() => void>();

  /** @param what begins the message of a refusal: of which calls there are too many */
  constructor(
    private readonly limits: SemaphoreLimits,
    private readonly what: string,
  ) {}

  get size(): number {
    return this.taken;
  }

  /** @returns whether there was one; whoever has it gives it back by `release` */
  tryAcquire(): boolean {
    if (this.taken >= this.limits.permits) return false;
    this.taken += 1;
    return true;
  }

  /** A property, so that it can be handed on as it is: a closure for each call would cost more. */
  readonly release = (): void => {
    const [letIn] = this.waiting;
    if (letIn === undefined) this.taken -= 1;
    // Handed on without being free in between.
    else letIn();
  };

  /**
   * Waits for a place. To be called only when `take` has said that there is none.
   *
   * @param until by the clock of `performance.now()`
   * @throws {OverloadedError} too many wait already, or none got free in time
   * @throws the reason of the cancellation, at once when it comes
   */
  acquire(cancellation: Cancellation, until: number): Promise<void> {
    const { permits, maxWaiting } = this.limits;
    const allowed = `${this.what}: ${permits} are allowed`;
    return new Promise((resolve, reject) => {
      if (this.waiting.size >= maxWaiting) {
        const queue = maxWaiting === 0 ? 'none may wait' : `the queue of ${maxWaiting} is full`;
        return reject(new OverloadedError(`${allowed}, and ${queue}.`));
      }
      const letIn = () => {
        this.waiting.delete(letIn);
        clearTimeout(timer);
        resolve();
      };
      const leave = (reason: Error) => {
        if (!this.waiting.delete(letIn)) return;
        clearTimeout(timer);
        reject(reason);
      };
      const timer = setTimeout(
        () => leave(new OverloadedError(`${allowed}, and no place got free in time.`)),
        until - performance.now(),
      );
      this.waiting.add(letIn);
      cancellation.onCancel(leave);
    });
  }
}
