import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { CALL_HEADER } from './passages';

const current = new AsyncLocalStorage<CallTrace>();

/**
 * All that a client sends for one call, its answers to questions among it. The clients of both SDKs
 * wait out their 60 s for two calls that cannot be answered any more, and only tell `onerror`:
 *
 * - one whose stream broke before it had an event id to come back with. In 2026-07-28 that is each
 *   stream that breaks, since there are no ids; before, one that broke between its headers and its
 *   first event. The transport knows (`onRequestStreamEnd`), but tells `listen` alone.
 * - one that asked something, when the request which brought the answer failed: it is not sent again.
 *
 * A host that wants to do better cancels and calls again, so here such a call ends at once.
 */
export class CallTrace {
  readonly id = randomUUID();
  private readonly ending = new AbortController();

  /** Why no answer can come any more, once that is so. */
  get end(): LostCallError | undefined {
    return this.ending.signal.aborted ? (this.ending.signal.reason as LostCallError) : undefined;
  }

  /** Aborted when no answer can come any more. */
  get signal(): AbortSignal {
    return this.ending.signal;
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    return current.run(this, work);
  }

  async fetch(input: string | URL, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set(CALL_HEADER, this.id);
    const response = await fetch(input, { ...init, headers }).catch((error: unknown) => {
      if (isAnswer(init.body)) this.giveUp('answer lost');
      throw error;
    });
    if (!response.ok && isAnswer(init.body)) this.giveUp('answer lost');
    const streams = response.headers.get('content-type') === 'text/event-stream';
    if (!streams || response.body === null) return response;
    const [seen, handedOn] = response.body.tee();
    void this.watch(seen);
    return new Response(handedOn, response);
  }

  private async watch(body: ReadableStream<Uint8Array>): Promise<void> {
    let isResumable = false;
    const events = body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream());
    try {
      for await (const { id, data } of events) {
        isResumable ||= id !== undefined;
        if (isAnswer(data)) return;
      }
    } catch {
      // It broke.
    }
    if (!isResumable) this.giveUp('stream lost');
  }

  private giveUp(kind: LostCallError['kind']): void {
    this.ending.abort(new LostCallError(kind));
  }
}

/** A call that a client of the SDKs would wait for in vain. */
export class LostCallError extends Error {
  constructor(readonly kind: 'stream lost' | 'answer lost') {
    super(`No answer can come any more: ${kind}`);
  }
}

/** For the transport of a client: notes what its calls send. */
export function tracedFetch(input: string | URL, init?: RequestInit): Promise<Response> {
  return current.getStore()?.fetch(input, init) ?? fetch(input, init);
}

/** Whether it is one JSON-RPC response. */
function isAnswer(text: unknown): boolean {
  if (typeof text !== 'string' || text === '') return false;
  const message = JSON.parse(text) as object;
  return 'result' in message || 'error' in message;
}
