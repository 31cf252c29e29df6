import { CancelledError } from './protocol.error';

/**
 * Why a call should stop: the client cancelled or went away, time ran out, the host stops.
 *
 * An `AbortController` costs more than the rest of a short call together, so it is created at
 * the first access to `signal`.
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

  /** Whether the request gets no answer: its client cancelled it (2026-07-28, cancellation). */
  get isUnanswered(): boolean {
    return this._reason instanceof CancelledError;
  }

  /** The first reason stays; later ones change nothing. */
  cancel(reason: Error = new CancelledError()): void {
    if (this._reason !== undefined) return;
    this._reason = reason;
    this.controller?.abort(reason);
    this.listener?.(reason);
  }

  /**
   * For the engine alone, first while a call is queued and then while it runs: the last listener
   * replaces the one before. Everything else uses `signal`.
   */
  onCancel(listener: (reason: Error) => void): void {
    this.listener = listener;
    if (this._reason !== undefined) listener(this._reason);
  }
}
