import type { Feature, Call } from '../features/feature';
import type { CallResult, CallChain } from './call-interceptor';
import { Semaphore } from './semaphore';

/**
 * Runs a call that has its permits, and calls `ended` once when it has ended, in whatever way. A
 * callback saves the second promise that `finally` would cost.
 */
export type Runner = (call: Call, ended: () => void) => Promise<CallResult>;

/** The semaphore of a feature. */
interface Lane {
  readonly semaphore: Semaphore;
  /** Releases the permit of the feature and that of the process. */
  readonly release: () => void;
}

/** Milliseconds that a call waits for its permits at most. */
export const QUEUE_TIMEOUT_MS = 1_000;

export interface ConcurrencyLimits {
  /** Calls that run at once in this process. */
  readonly maxConcurrentCalls: number;
  /** Calls in a queue: that of the process, and that of each feature with a limit of its own. */
  readonly maxQueuedCalls: number;
}

/**
 * Limits how many calls run at once: in the process, and of each feature with `maxConcurrent`. Others
 * wait for a moment, and are then refused.
 *
 * A call acquires the permit of its feature first, so that calls to a busy feature hold none of the
 * process. No call waits for a feature's permit while it holds one of the process, so none deadlock.
 *
 * A permit is held until the result, also while a legacy client is asked for input. Work that goes on
 * after its call timed out or was cancelled holds none, since it might never end.
 */
export class ConcurrencyLimit {
  private readonly ofProcess: Semaphore;
  private readonly lanes = new Map<Feature, Lane>();
  private waiting = 0;

  constructor(
    private readonly limits: ConcurrencyLimits,
    private readonly runner: Runner,
  ) {
    this.ofProcess = this.semaphore(limits.maxConcurrentCalls, 'Too many calls at once');
  }

  /** Calls that run. */
  get running(): number {
    return this.ofProcess.size;
  }

  /** Calls that wait for a permit. */
  get queued(): number {
    return this.waiting;
  }

  /** @throws {OverloadedError} too many calls run and wait */
  readonly call: CallChain = (call) => {
    const lane = this.laneOf(call.feature);
    if (lane !== undefined && !lane.semaphore.tryAcquire())
      return this.callLater(call, lane, false);
    if (!this.ofProcess.tryAcquire()) return this.callLater(call, lane, true);
    return this.run(call, lane);
  };

  private run(call: Call, lane: Lane | undefined): Promise<CallResult> {
    return this.runner(call, lane === undefined ? this.ofProcess.release : lane.release);
  }

  private async callLater(
    call: Call,
    lane: Lane | undefined,
    hasLane: boolean,
  ): Promise<CallResult> {
    const until = performance.now() + QUEUE_TIMEOUT_MS;
    const { cancellation } = call.request.channel;
    this.waiting += 1;
    try {
      if (!hasLane) await lane?.semaphore.acquire(cancellation, until);
      if (!this.ofProcess.tryAcquire()) {
        await this.ofProcess.acquire(cancellation, until).catch((error: unknown) => {
          lane?.semaphore.release();
          throw error;
        });
      }
    } finally {
      this.waiting -= 1;
    }
    return this.run(call, lane);
  }

  private laneOf(feature: Feature): Lane | undefined {
    const { maxConcurrent, name } = feature;
    if (maxConcurrent === undefined) return undefined;
    let lane = this.lanes.get(feature);
    if (lane === undefined) {
      const semaphore = this.semaphore(maxConcurrent, `Too many calls of ${name} at once`);
      const release = () => {
        semaphore.release();
        this.ofProcess.release();
      };
      lane = { semaphore, release };
      this.lanes.set(feature, lane);
    }
    return lane;
  }

  private semaphore(permits: number, what: string): Semaphore {
    return new Semaphore({ permits, maxWaiting: this.limits.maxQueuedCalls }, what);
  }
}
