import {
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';

/** Milliseconds. Well under the idle limit of common proxies (nginx and AWS load balancers: 60 s). */
export const BEAT_MS = 15_000;

/** Milliseconds. Thousands of connections do not beat at once, only those opened in the same step. */
const STEP_MS = 250;

export interface HeartbeatTarget {
  beat(): void;
}

/** One timer for all quiet connections of the process. */
@Injectable()
export class Heartbeat implements OnApplicationBootstrap, OnApplicationShutdown {
  /** When each beats next, the soonest first: all wait equally long. */
  private readonly due = new Map<HeartbeatTarget, number>();
  /** As of the last step: to read the clock for each call would cost more than the rest of it. */
  private now = performance.now();
  private timer?: NodeJS.Timeout;

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.step(performance.now()), STEP_MS).unref();
  }

  add(member: HeartbeatTarget): void {
    this.due.set(member, this.now + BEAT_MS);
  }

  remove(member: HeartbeatTarget): void {
    this.due.delete(member);
  }

  /** @param now milliseconds of a clock that is never set back */
  step(now: number): void {
    this.now = now;
    for (const [member, due] of this.due) {
      if (due > now) return;
      this.remove(member);
      this.add(member);
      member.beat();
    }
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }
}
