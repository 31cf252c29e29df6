import { Clock } from '@repo/foundation';
import { Injectable, Optional } from '@nestjs/common';
import type { Limit, Wait } from './limit';
import { SharedCounts } from './shared-counts';
import { type Window, Windows } from './windows';

/** The part of a limit that a process may let pass before Redis has confirmed it. */
const MAX_UNSHARED_FRACTION = 0.02;

/**
 * Counts against limits in fixed windows: in memory, and with Redis over all replicas.
 *
 * A request seldom waits for Redis. A process counts for itself and tells Redis of a few requests at
 * a time, 2 % of the limit and one at least; only what runs further ahead than that waits. So all
 * replicas together let pass at most `limit + replicas × max(1, 2 % of the limit)` in a window.
 * While Redis is away each counts for itself: at worst that is the limit times the replicas.
 */
@Injectable()
export class Counters {
  private readonly windows = new Windows();

  constructor(
    private readonly clock: Clock,
    @Optional() private readonly shared?: SharedCounts,
  ) {}

  /** Keys that are kept at the moment. */
  get size(): number {
    return this.windows.size;
  }

  /**
   * Counts one if it may pass, or several if all of them may; a promise only where Redis must be heard
   * first.
   */
  take(key: string, limit: Limit, requests = 1): Wait | Promise<Wait> {
    const now = this.clock.now();
    const window = this.windows.at(key, limit.windowMs, now);
    if (window.counted + requests > limit.requests) return window.endsAt - now;
    if (this.shared === undefined) {
      window.counted += requests;
      return 0;
    }
    return this.takeShared(key, limit, requests, window, this.shared);
  }

  /** Takes one from the count of a window that lasts. */
  giveBack(key: string): void {
    const window = this.windows.current(key, this.clock.now());
    if (window === undefined || window.counted === 0) return;
    window.counted -= 1;
    // What was told to Redis is told to be one less with the next.
    if (this.shared !== undefined) window.unshared -= 1;
  }

  private takeShared(
    key: string,
    limit: Limit,
    requests: number,
    window: Window,
    shared: SharedCounts,
  ): Wait | Promise<Wait> {
    const ahead = Math.max(1, Math.floor(limit.requests * MAX_UNSHARED_FRACTION));
    if (window.unshared >= ahead) {
      return this.share(key, limit, window, shared).then(() => this.take(key, limit, requests));
    }
    window.counted += requests;
    window.unshared += requests;
    if (window.unshared * 2 >= ahead) void this.share(key, limit, window, shared);
    return 0;
  }

  /** One at a time for each key: what comes meanwhile is told with the next. */
  private share(key: string, limit: Limit, window: Window, shared: SharedCounts): Promise<void> {
    window.sharing ??= this.sync(key, limit, window, shared).finally(() => {
      window.sharing = undefined;
    });
    return window.sharing;
  }

  private async sync(key: string, limit: Limit, window: Window, shared: SharedCounts) {
    const told = window.unshared;
    const found = await shared.add(key, told, limit.windowMs);
    window.unshared -= told;
    if (found === undefined) return;
    window.counted = found.counted + window.unshared;
    window.endsAt = this.clock.now() + found.resetMs;
  }
}
