import { CancelledError } from './protocol.error';

/**
 * Why a call should stop: the client cancelled or went away, time ran out, the host stops.
 *
 * An `AbortController` costs more than the rest of a short call together, so it is made only for
 * those who look at `signal`.
 */
export class Cancellation {
  private controller?: AbortController;
  private listener?: (reason: Error) => void;
  private _reason?: Error;

  get reason(): Error | undefined {
    return this._reason;
  }

  get signal(): AbortSignal {
    if (this.controller === undefined) {
      this.controller = new AbortController();
      if (this._reason !== undefined) this.controller.abort(this._reason);
    }
    return this.controller.signal;
  }

  /** The first reason stays; later ones change nothing. */
  cancel(reason: Error = new CancelledError()): void {
    if (this._reason !== undefined) return;
    this._reason = reason;
    this.controller?.abort(reason);
    this.listener?.(reason);
  }

  /**
   * Only the engine listens, a call while it waits for its place and then while it runs: the one who
   * says so last. Everybody else has `signal`.
   */
  onCancel(listener: (reason: Error) => void): void {
    this.listener = listener;
    if (this._reason !== undefined) listener(this._reason);
  }
}
