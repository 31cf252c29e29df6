import {
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';

/** Milliseconds. Well under the idle limit of common proxies (nginx and AWS load balancers: 60 s). */
export const HEARTBEAT_INTERVAL_MS = 15_000;

/** Milliseconds. Spreads the heartbeats of thousands of connections. */
const TICK_MS = 250;

export interface HeartbeatTarget {
  onHeartbeat(): void;
}

/** One timer for all open connections of the process. */
@Injectable()
export class Heartbeat implements OnApplicationBootstrap, OnApplicationShutdown {
  /** When the next heartbeat of each is due, the soonest first. */
  private readonly due = new Map<HeartbeatTarget, number>();
  /** As of the last tick: reading the clock for each call would cost more. */
  private now = performance.now();
  private timer?: NodeJS.Timeout;

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.tick(performance.now()), TICK_MS).unref();
  }

  add(member: HeartbeatTarget): void {
    this.due.set(member, this.now + HEARTBEAT_INTERVAL_MS);
  }

  remove(member: HeartbeatTarget): void {
    this.due.delete(member);
  }

  /** @param now milliseconds of a clock that is never set back */
  tick(now: number): void {
    this.now = now;
    for (const [member, due] of this.due) {
      if (due > now) return;
      this.remove(member);
      this.add(member);
      member.onHeartbeat();
    }
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }
}
