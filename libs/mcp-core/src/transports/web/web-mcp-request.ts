import type { IncomingHttpHeaders } from 'node:http';
import type { AuthInfo } from '@modelcontextprotocol/server';
import type { HttpRequest } from '../http/http-message';

/** What a platform knows of a request beside the request itself. */
export interface WebCaller {
  /** The verified caller; none for an anonymous one. */
  readonly auth?: AuthInfo | undefined;
  /** Where the request came from, as limits count it. */
  readonly address?: string | undefined;
}

/** The part of a web `Request` that is read; some platforms have a class of their own for it. */
export type WebRequest = Pick<Request, 'method' | 'headers' | 'body'> &
  Partial<Pick<Request, 'signal'>>;

/** A web request as an `HttpRequest`, with the end of its connection. */
export class WebMcpRequest implements HttpRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly auth?: AuthInfo | undefined;
  readonly address?: string | undefined;
  private readonly listeners: (() => void)[] = [];
  private ended = false;

  constructor(
    { method, headers, signal }: WebRequest,
    readonly body: string | undefined,
    { auth, address }: WebCaller,
  ) {
    this.method = method;
    this.headers = Object.fromEntries(headers);
    this.auth = auth;
    this.address = address;
    if (signal?.aborted) this.end();
    signal?.addEventListener('abort', this.end, { once: true });
  }

  onDisconnect(listener: () => void): void {
    if (this.ended) listener();
    else this.listeners.push(listener);
  }

  /** The response is complete, or the client has disconnected. */
  readonly end = (): void => {
    this.ended = true;
    for (const listener of this.listeners.splice(0)) listener();
  };
}
