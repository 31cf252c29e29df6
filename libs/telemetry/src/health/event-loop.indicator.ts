import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { HealthIndicatorResult } from '@nestjs/terminus';

/**
 * Milliseconds. High on purpose: it should tell a stuck replica, not a busy one, or under load all
 * replicas would leave the load balancer at once.
 */
const MAX_MEAN_DELAY_MS = 1_000;

/** Milliseconds between samples; each costs a timer. */
const RESOLUTION_MS = 20;

/** Down while the event loop is late by more than a second, on average since the last check. */
@Injectable()
export class EventLoopIndicator implements OnApplicationShutdown {
  private readonly delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

  constructor() {
    this.delay.enable();
  }

  check(): HealthIndicatorResult<'event_loop'> {
    const health = this.peek();
    this.delay.reset();
    return health;
  }

  /** The same, and the next check goes on from the one before. */
  peek(): HealthIndicatorResult<'event_loop'> {
    const delayMs = this.meanDelayMs();
    const status = delayMs > MAX_MEAN_DELAY_MS ? 'down' : 'up';
    return { event_loop: { status, delayMs } };
  }

  onApplicationShutdown(): void {
    this.delay.disable();
  }

  /** The histogram counts in nanoseconds, from sample to sample; its mean is NaN without one. */
  private meanDelayMs(): number {
    const late = this.delay.mean / 1_000_000 - RESOLUTION_MS;
    return Number.isNaN(late) ? 0 : Math.max(0, Math.round(late));
  }
}
