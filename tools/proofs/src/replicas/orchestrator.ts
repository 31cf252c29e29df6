import { setTimeout as pause } from 'node:timers/promises';
import type { ReplicaSet } from './replica-set';

/** Milliseconds between two questions. */
const LOOK_MS = 200;

/** Replaces a replica that is unready for too long, as ECS does with what its balancer calls unhealthy. */
export class Orchestrator {
  replaced = 0;
  private stopped = false;
  /** When each was last found ready. One that starts has its time, as health checks have a grace. */
  private readonly readyAt = new Map<number, number>();
  private readonly watching: Promise<void>;

  constructor(
    private readonly replicas: ReplicaSet,
    private readonly unreadySeconds: number,
  ) {
    this.watching = this.watch();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.watching;
  }

  private async watch(): Promise<void> {
    for (; !this.stopped; await pause(LOOK_MS)) {
      for (const [index, isReady] of (await this.replicas.readiness()).entries()) {
        if (isReady === true) this.readyAt.set(index, performance.now());
        else if (isReady === undefined) this.readyAt.delete(index);
        else if (this.isOverdue(index)) await this.replace(index);
      }
    }
  }

  private isOverdue(index: number): boolean {
    const readyAt = this.readyAt.get(index) ?? Infinity;
    return performance.now() - readyAt >= this.unreadySeconds * 1_000;
  }

  private async replace(index: number): Promise<void> {
    this.replaced += 1;
    this.readyAt.delete(index);
    await this.replicas.kill(index);
    // It cannot start without its database, and is tried again.
    await this.replicas.startOne(index).catch(() => undefined);
  }
}
