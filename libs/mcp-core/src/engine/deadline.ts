import { TimeoutError } from '../protocol/protocol.error';
import type { Cancellation } from '../protocol/cancellation';

/** Ends a call that takes too long or was cancelled. */
export class Deadline {
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly cancellation: Cancellation,
    private readonly timeoutMs: number,
  ) {}

  /**
   * Waits for `work`, at most until the time is up or the call is cancelled. Work that goes on
   * after that is ignored: its signal has asked it to stop.
   */
  bound<T>(work: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.restart();
      this.cancellation.onCancel((reason) => {
        this.pause();
        reject(reason);
      });
      work.then(resolve, reject).finally(() => this.pause());
    });
  }

  /** A person who is asked for input may take longer than any tool. */
  pause(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  restart(): void {
    this.pause();
    this.timer = setTimeout(
      () => this.cancellation.cancel(new TimeoutError(this.timeoutMs)),
      this.timeoutMs,
    );
  }
}
