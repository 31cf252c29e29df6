import { Injectable } from '@nestjs/common';

/**
 * Counts the calls that a stopping process waits for. Streams that only wait for news, a session's
 * GET and `subscriptions/listen`, are none: they would never end.
 */
@Injectable()
export class CallsInFlight {
  private count = 0;
  private readonly waiting: (() => void)[] = [];

  begin(): void {
    this.count += 1;
  }

  readonly end = (): void => {
    this.count -= 1;
    if (this.count === 0) for (const tell of this.waiting.splice(0)) tell();
  };

  /** Resolves when there is none. */
  idle(): Promise<void> {
    if (this.count === 0) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
