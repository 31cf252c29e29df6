import { Readable } from 'node:stream';

/** Headers of every event stream; the last one keeps nginx from buffering events. */
export const EVENT_STREAM_HEADERS: Readonly<Record<string, string>> = Object.freeze({
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
});

/** Bytes that are buffered for a client which does not read, before it is disconnected. */
const MAX_BUFFERED = 4 * 1024 * 1024;

/**
 * Server-sent events as the body of one HTTP response. It emits `close` when the client has
 * disconnected or the stream has been finished; what is sent after that is dropped.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export class EventStream extends Readable {
  private finished = false;

  override _read(): void {
    // Events are pushed as they come.
  }

  /** @param frame one JSON-RPC message, encoded: JSON has no line breaks of its own */
  send(frame: string, id?: string): void {
    this.write(`event: message\n${id === undefined ? '' : `id: ${id}\n`}data: ${frame}\n\n`);
  }

  /** An event without a message: gives the client an id to resume by, and the delay before. */
  sendEmpty(id: string, retryMs: number): void {
    this.write(`id: ${id}\nretry: ${retryMs}\ndata: \n\n`);
  }

  /** Sets how long the client waits before it reconnects, in milliseconds. */
  sendRetry(retryMs: number): void {
    this.write(`retry: ${retryMs}\n\n`);
  }

  /** A comment, which keeps proxies from closing an idle connection. */
  onHeartbeat(): void {
    this.write(':\n\n');
  }

  finish(): void {
    if (this.finished || this.destroyed) return;
    this.finished = true;
    this.push(null);
  }

  private write(text: string): void {
    if (this.finished || this.destroyed) return;
    if (this.readableLength > MAX_BUFFERED) {
      this.destroy();
      return;
    }
    this.push(text);
  }
}
