import { Injectable } from '@nestjs/common';
import { ClientRevocations } from './client-revocations';

/** Milliseconds. A change must count within 5 s, answer times included. */
const FRESH_MS = 4_000;

/**
 * Asks when a request comes and what is known is four seconds old: in a process that is frozen
 * between two requests no timer runs.
 */
@Injectable()
export class OnDemandRevocations extends ClientRevocations {
  private freshUntil = 0;
  private asking?: Promise<void>;

  whenFresh(): Promise<void> | undefined {
    if (this.clock.now() < this.freshUntil) return undefined;
    this.asking ??= this.ask().finally(() => (this.asking = undefined));
    return this.asking;
  }

  /** Where the database is away, it is not asked again before the same time is over. */
  private async ask(): Promise<void> {
    await this.poll();
    this.freshUntil = this.clock.now() + FRESH_MS;
  }
}
