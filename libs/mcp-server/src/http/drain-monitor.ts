import type { Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';

/** How long to wait for it. */
export interface DrainLimits {
  /** Milliseconds without a request after which the connections that are left are taken for idle. */
  readonly idleMs: number;
  /** Milliseconds at most: each connection ends with its next answer, so that few are left by then. */
  readonly timeoutMs: number;
}

/** For those who have no clients that could lose a call. */
export const NO_DRAIN: DrainLimits = { idleMs: 0, timeoutMs: 0 };

/** What fits into the time that a process has to stop. */
export function drainLimits(graceMs: number): DrainLimits {
  return { idleMs: Math.min(500, graceMs / 8), timeoutMs: Math.min(3_000, graceMs / 2) };
}

/** Waits until clients have stopped to send over the connections that they hold. */
export class DrainMonitor {
  private lastActivityAt = performance.now();

  /** @param sockets those that are open at any time */
  constructor(
    private readonly sockets: ReadonlySet<Socket>,
    private readonly limits: DrainLimits,
  ) {}

  readonly noteActivity = (): void => {
    this.lastActivityAt = performance.now();
  };

  /**
   * Resolves when nothing is under way and nothing has come for a while; at once when there are no
   * connections.
   *
   * @param idle resolves when what has come is done
   */
  async drained(idle: () => Promise<void>): Promise<void> {
    const { idleMs, timeoutMs } = this.limits;
    const latest = performance.now() + timeoutMs;
    for (;;) {
      await idle();
      if (this.sockets.size === 0) return;
      await pause(Math.max(1, this.lastActivityAt + idleMs - performance.now()));
      // On a busy machine that was late, and what came meanwhile is only read after the timers.
      await nextTurn();
      const now = performance.now();
      const isQuiet = now - this.lastActivityAt >= idleMs && !this.hasNewConnection();
      if (isQuiet || now >= latest) return idle();
    }
  }

  /** Who has just connected is about to send. */
  private hasNewConnection(): boolean {
    for (const { bytesRead } of this.sockets) if (bytesRead === 0) return true;
    return false;
  }
}

/**
 * Leaves a load balancer the time to see that this process is not ready any more.
 *
 * @param force aborted: it must do without
 */
export async function preStopDelay(delayMs: number, force: AbortSignal): Promise<void> {
  await pause(delayMs, undefined, { signal: force }).catch(() => undefined);
}
