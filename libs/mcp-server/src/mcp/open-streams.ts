import type { ServerResponse } from 'node:http';
import { Authenticator, type Caller } from '@repo/auth';
import { Clock } from '@repo/foundation';
import {
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';

/** Milliseconds between two checks of all streams. */
const CHECK_INTERVAL_MS = 2_000;

/**
 * Ends the event streams of callers who may not go on: their token has expired, or they were revoked.
 * A request is judged at its start, but a stream may last for days. Its client comes back at once,
 * and is asked for a good token like everybody.
 */
@Injectable()
export class OpenStreams implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly streams = new Map<ServerResponse, Caller>();
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly authenticator: Authenticator,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.endRefused(), CHECK_INTERVAL_MS).unref();
  }

  /** Of an anonymous caller nothing can end. */
  add(stream: ServerResponse, caller: Caller | undefined): void {
    if (caller === undefined) return;
    this.streams.set(stream, caller);
    stream.once('close', () => this.streams.delete(stream));
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private endRefused(): void {
    const now = this.clock.now() / 1_000;
    for (const [stream, caller] of this.streams) {
      const { expiresAt = Infinity } = caller;
      // In good order: the client sees an end, not a broken connection.
      if (expiresAt <= now || this.authenticator.isRevoked(caller)) stream.end();
    }
  }
}
