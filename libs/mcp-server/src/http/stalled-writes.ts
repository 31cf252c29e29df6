import type { Socket } from 'node:net';

interface Progress {
  /** Bytes that the system has taken for the client. */
  readonly taken: number;
  readonly since: number;
}

/**
 * Cuts off clients that do not take what they asked for: an answer that waits for them holds memory,
 * and an event stream a subscription. Checks all connections now and then, since a timer for each
 * answer would cost each call. What the system's own buffer holds is not seen, and costs us nothing.
 */
export class StalledWrites {
  private readonly progress = new WeakMap<Socket, Progress>();

  /**
   * @param sockets those that are open at any time
   * @param timeoutMs how long no write may complete. An answer is one write: it has to be taken in
   *   this time as far as it does not fit the system's buffer.
   */
  constructor(
    private readonly sockets: ReadonlySet<Socket>,
    private readonly timeoutMs: number,
  ) {}

  /** Checks all connections a few times within the time-out; never keeps the process alive. */
  watch(): NodeJS.Timeout {
    return setInterval(() => this.check(performance.now()), this.timeoutMs / 4).unref();
  }

  check(now: number): void {
    for (const socket of this.sockets) {
      if (socket.writableLength > 0) this.checkSocket(socket, now);
    }
  }

  private checkSocket(socket: Socket, now: number): void {
    const taken = socket.bytesWritten - socket.writableLength;
    const last = this.progress.get(socket);
    if (last?.taken !== taken) this.progress.set(socket, { taken, since: now });
    // A reset, so that the system does not keep offering the rest to a client that never reads.
    else if (now - last.since >= this.timeoutMs) socket.resetAndDestroy();
  }
}
