import type { Feature, Call } from '../features/feature';
import { countedAs } from '../protocol/caller-key';
import type { Client } from '../protocol/client';
import { BusyCallerError } from './busy-caller.error';
import type { CallResult, CallChain } from './call-interceptor';
import { Semaphore, type SemaphoreLimits } from './semaphore';
import { Semaphores } from './semaphores';

/**
 * Runs a call that has its permits, and calls `ended` once when it has ended, in whatever way. A
 * callback saves the second promise that `finally` would cost.
 */
export type Runner = (call: Call, ended: () => void) => Promise<CallResult>;

/** Milliseconds that a call waits for its permits at most. */
export const QUEUE_TIMEOUT_MS = 1_000;

export interface ConcurrencyLimits {
  /** Calls that run at once in this process. */
  readonly maxConcurrentCalls: number;
  /** Calls in a queue: that of the process, and that of each feature with a limit of its own. */
  readonly maxQueuedCalls: number;
}

/** The permits of the process, shared by all its servers. */
export class ProcessPermits {
  readonly semaphore: Semaphore;
  /** Calls that wait for a permit: of their caller, of their feature or of the process. */
  queued = 0;
  private readonly callers = new Semaphores();
  private readonly share?: SemaphoreLimits;

  /** @param shareOf what one caller may take of a limit */
  constructor(
    { maxConcurrentCalls: permits, maxQueuedCalls: maxWaiting }: ConcurrencyLimits,
    shareOf: (limit: number) => number,
  ) {
    this.semaphore = new Semaphore({ permits, maxWaiting }, 'Too many calls at once');
    const share = { permits: shareOf(permits), maxWaiting: shareOf(maxWaiting) };
    if (share.permits < permits) this.share = share;
  }

  /** Calls that run. */
  get running(): number {
    return this.semaphore.size;
  }

  /** Undefined for who may have all permits. */
  ofCaller(client: Client): Semaphore | undefined {
    const { share } = this;
    const key = share && countedAs(client);
    if (key === undefined) return undefined;
    return this.callers.of(
      key,
      () => new Semaphore(share!, 'Too many calls of one caller at once', BusyCallerError),
    );
  }
}

/**
 * Limits how many calls run at once: in the process, of each caller, and of each feature with
 * `maxConcurrent`. Others wait for a moment, and are then refused.
 *
 * A call acquires the permit of its caller first, then that of its feature and of the process, so that
 * calls of a busy caller, or to a busy feature, hold none of the process. All acquire them in this
 * order, so none deadlock.
 *
 * A permit is held until the result, also while a legacy client is asked for input. Work that goes on
 * after its call timed out or was cancelled holds none, since it might never end.
 */
export class ConcurrencyLimit {
  private readonly ofProcess: Semaphore;
  /** By name: a feature that replaces another of its name shares its permits. */
  private readonly features = new Semaphores();

  constructor(
    private readonly limits: ConcurrencyLimits,
    private readonly runner: Runner,
    private readonly load: ProcessPermits,
  ) {
    this.ofProcess = load.semaphore;
  }

  /**
   * @throws {BusyCallerError} too many calls of this caller run and wait
   * @throws {OverloadedError} too many calls run and wait
   */
  readonly call: CallChain = (call) => {
    // How many tasks one caller may have is decided before they are made.
    const caller = call.request.task ? undefined : this.load.ofCaller(call.client);
    const feature = this.ofFeature(call.feature);
    if (caller?.tryAcquire() === false) return this.callLater(call, [], caller, feature);
    if (feature?.tryAcquire() === false) return this.callLater(call, [caller], feature);
    if (!this.ofProcess.tryAcquire()) return this.callLater(call, [caller, feature]);
    return this.run(call, caller, feature);
  };

  private run(
    call: Call,
    caller: Semaphore | undefined,
    feature: Semaphore | undefined,
  ): Promise<CallResult> {
    const { ofProcess } = this;
    if (caller === undefined && feature === undefined) return this.runner(call, ofProcess.release);
    return this.runner(call, () => {
      caller?.release();
      feature?.release();
      ofProcess.release();
    });
  }

  /**
   * @param held the permits that it has
   * @param wanted those that it needs beside that of the process, in this order
   */
  private async callLater(
    call: Call,
    held: (Semaphore | undefined)[],
    ...wanted: (Semaphore | undefined)[]
  ): Promise<CallResult> {
    const until = performance.now() + QUEUE_TIMEOUT_MS;
    const { cancellation } = call.request.channel;
    this.load.queued += 1;
    try {
      for (const semaphore of [...wanted, this.ofProcess]) {
        if (semaphore?.tryAcquire() === false) await semaphore.acquire(cancellation, until);
        held.push(semaphore);
      }
    } catch (error) {
      for (const semaphore of held) semaphore?.release();
      throw error;
    } finally {
      this.load.queued -= 1;
    }
    const [caller, feature] = held;
    return this.run(call, caller, feature);
  }

  private ofFeature({ maxConcurrent, kind, name }: Feature): Semaphore | undefined {
    if (maxConcurrent === undefined) return undefined;
    const limits = { permits: maxConcurrent, maxWaiting: this.limits.maxQueuedCalls };
    return this.features.of(
      `${kind} ${name} ${maxConcurrent}`,
      () => new Semaphore(limits, `Too many calls of ${name} at once`),
    );
  }
}
