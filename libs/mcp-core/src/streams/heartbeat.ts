import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

/** Well under the idle limit of common proxies (nginx and AWS load balancers: 60 s). */
export const BEAT_MS = 15_000;

export interface Beating {
  beat(): void;
}

/** One timer for all quiet connections of the process. */
@Injectable()
export class Heartbeat implements OnApplicationShutdown {
  private readonly members = new Set<Beating>();
  private readonly timer = setInterval(() => this.beat(), BEAT_MS).unref();

  add(member: Beating): void {
    this.members.add(member);
  }

  remove(member: Beating): void {
    this.members.delete(member);
  }

  beat(): void {
    for (const member of this.members) member.beat();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }
}
