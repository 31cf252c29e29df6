import type { Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';

/** How long to wait for it. */
export interface QuietLimits {
  /** Milliseconds without a request after which the connections that are left are taken for idle. */
  readonly forMs: number;
  /** Milliseconds at most: each connection ends with its next answer, so that few are left by then. */
  readonly atMostMs: number;
}

/** For those who have no clients that could lose a call. */
export const AT_ONCE: QuietLimits = { forMs: 0, atMostMs: 0 };

/** What fits into the time that a process has to stop. */
export function quietWithin(graceMs: number): QuietLimits {
  return { forMs: Math.min(500, graceMs / 8), atMostMs: Math.min(3_000, graceMs / 2) };
}

/** Waits until clients have stopped to send over the connections that they hold. */
export class Quiet {
  private disturbedAt = performance.now();

  /** @param sockets those that are open at any time */
  constructor(
    private readonly sockets: ReadonlySet<Socket>,
    private readonly limits: QuietLimits,
  ) {}

  readonly disturb = (): void => {
    this.disturbedAt = performance.now();
  };

  /**
   * Resolves when nothing is under way and nothing has come for a while; at once when there are no
   * connections.
   *
   * @param idle resolves when what has come is done
   */
  async comes(idle: () => Promise<void>): Promise<void> {
    const { forMs, atMostMs } = this.limits;
    const latest = performance.now() + atMostMs;
    for (;;) {
      await idle();
      if (this.sockets.size === 0) return;
      await pause(Math.max(1, this.disturbedAt + forMs - performance.now()));
      // On a busy machine that was late, and what came meanwhile is only read after the timers.
      await nextTurn();
      const now = performance.now();
      const isQuiet = now - this.disturbedAt >= forMs && !this.hasNewcomer();
      if (isQuiet || now >= latest) return idle();
    }
  }

  /** Who has just connected is about to send. */
  private hasNewcomer(): boolean {
    for (const { bytesRead } of this.sockets) if (bytesRead === 0) return true;
    return false;
  }
}

/**
 * Leaves a load balancer the time to see that this process is not ready any more.
 *
 * @param hurry aborted: it must do without
 */
export async function notice(delayMs: number, hurry: AbortSignal): Promise<void> {
  await pause(delayMs, undefined, { signal: hurry }).catch(() => undefined);
}
