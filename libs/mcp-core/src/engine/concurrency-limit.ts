import type { Feature, Call } from '../features/feature';
import type { CallResult, CallChain } from './call-interceptor';
import { Semaphore } from './semaphore';

/**
 * Runs a call that has its semaphore, and calls `ended` once, when it has ended, however that was. A
 * callback costs nothing, where to look at the promise from outside would cost a second one.
 */
export type Runner = (call: Call, ended: () => void) => Promise<CallResult>;

/** The semaphore of a feature. */
interface Lane {
  readonly semaphore: Semaphore;
  /** Gives back the place of the feature and that of the process. */
  readonly release: () => void;
}

/** Milliseconds that a call waits for a place at most: longer, and its client would give up first. */
export const MAX_WAIT_MS = 1_000;

export interface ConcurrencyLimits {
  /** Calls that run at once in this process. */
  readonly maxConcurrentCalls: number;
  /** Calls in a queue: that of the process, and that of each feature with a limit of its own. */
  readonly maxQueuedCalls: number;
}

/**
 * Lets only so many calls run at once: in the process, and of a feature with `maxConcurrent`. The
 * others wait their turn for a moment, and are refused then.
 *
 * A call takes the place of its feature first. So what waits for a busy feature holds no place of the
 * process, and the wait for the process is the last: whoever gets that place runs at once. Nobody
 * waits for a feature's place while he holds one of the process, so there is no circle.
 *
 * A place is held until the answer: while a legacy client is asked for input too. Work that goes on
 * after its call timed out or was cancelled holds none: what never ends would hold it for ever.
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

  /** Calls that wait for a place. */
  get queued(): number {
    return this.waiting;
  }

  /** @throws {OverloadedError} there was no place */
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
    const until = performance.now() + MAX_WAIT_MS;
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
