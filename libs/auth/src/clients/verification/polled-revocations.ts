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
  /** Ends with the first poll, however that goes. */
  private starting?: Promise<void>;

  /** The start does not wait for the database, only the first callers do. */
  onApplicationBootstrap(): void {
    this.starting = this.poll().finally(() => (this.starting = undefined));
    this.timer = setInterval(() => void this.poll(), POLL_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.inFlight;
  }

  whenFresh(): Promise<void> | undefined {
    return this.starting;
  }
}
