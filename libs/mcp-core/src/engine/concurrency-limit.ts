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
  /** Releases the permit of the feature. */
  readonly leave: () => void;
  /** Releases that of the process as well. */
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

/** The permits of the process, shared by all its servers. */
export class ProcessPermits {
  readonly semaphore: Semaphore;
  /** Calls that wait for a permit, of the process or of their feature. */
  queued = 0;

  constructor({ maxConcurrentCalls: permits, maxQueuedCalls: maxWaiting }: ConcurrencyLimits) {
    this.semaphore = new Semaphore({ permits, maxWaiting }, 'Too many calls at once');
  }

  /** Calls that run. */
  get running(): number {
    return this.semaphore.size;
  }
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
  /** Of features with calls, by name: one that replaces another of its name shares its permits. */
  private readonly lanes = new Map<string, Lane>();

  constructor(
    private readonly limits: ConcurrencyLimits,
    private readonly runner: Runner,
    private readonly load: ProcessPermits,
  ) {
    this.ofProcess = load.semaphore;
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
    this.load.queued += 1;
    try {
      if (!hasLane) await lane?.semaphore.acquire(cancellation, until);
      if (!this.ofProcess.tryAcquire()) {
        await this.ofProcess.acquire(cancellation, until).catch((error: unknown) => {
          lane?.leave();
          throw error;
        });
      }
    } finally {
      this.load.queued -= 1;
    }
    return this.run(call, lane);
  }

  private laneOf(feature: Feature): Lane | undefined {
    const { maxConcurrent, kind, name } = feature;
    if (maxConcurrent === undefined) return undefined;
    const key = `${kind} ${name} ${maxConcurrent}`;
    let lane = this.lanes.get(key);
    if (lane === undefined) {
      lane = this.newLane(key, maxConcurrent, name);
      this.lanes.set(key, lane);
    }
    return lane;
  }

  private newLane(key: string, permits: number, name: string): Lane {
    const limits = { permits, maxWaiting: this.limits.maxQueuedCalls };
    const semaphore = new Semaphore(limits, `Too many calls of ${name} at once`);
    const leave = () => {
      semaphore.release();
      if (semaphore.size === 0) this.lanes.delete(key);
    };
    const release = () => {
      leave();
      this.ofProcess.release();
    };
    return { semaphore, leave, release };
  }
}
