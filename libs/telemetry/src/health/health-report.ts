import { Injectable } from '@nestjs/common';
import { Dependencies, type PartHealth } from './dependencies';
import { EventLoopIndicator } from './event-loop.indicator';

/** `degraded` while any part is down. */
export interface HealthState {
  readonly status: 'ok' | 'degraded';
  readonly details: Readonly<Record<string, PartHealth>>;
}

/** The state of a process and of all that it works with: for people to read, not to act upon. */
@Injectable()
export class HealthReport {
  constructor(
    private readonly dependencies: Dependencies,
    private readonly eventLoop: EventLoopIndicator,
  ) {}

  async state(): Promise<HealthState> {
    const details = { ...(await this.dependencies.health()), ...this.eventLoop.peek() };
    const isWell = Object.values(details).every(({ status }) => status === 'up');
    return { status: isWell ? 'ok' : 'degraded', details };
  }
}
