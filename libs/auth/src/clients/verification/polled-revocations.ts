import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ClientRevocations } from './client-revocations';

/** Milliseconds. Within 5 s a change must have come everywhere, answer times included. */
const POLL_MS = 2_000;

/** Asks every two seconds, so that no request waits for the answer. */
@Injectable()
export class PolledRevocations
  extends ClientRevocations
  implements OnApplicationBootstrap, OnModuleDestroy
{
  private timer?: NodeJS.Timeout;

  /** The start does not wait for the database, only the first callers do. */
  onApplicationBootstrap(): void {
    void this.poll();
    this.timer = setInterval(() => void this.poll(), POLL_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.inFlight;
  }

  /** A first poll that failed, or is late, is no reason to refuse anybody: whoever comes asks again. */
  whenFresh(): Promise<void> | undefined {
    return this.isKnown ? undefined : this.poll();
  }
}
