import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from '@repo/auth';
import { bodyTooLarge, type ProtocolError } from '@repo/mcp-core';
import type { EdgeRequest } from '@repo/mcp-edge';
import type { FunctionRequest } from './function-request';

const LISTEN = 'subscriptions/listen';

/** One request on its way through the function. */
export class FunctionEdgeRequest implements EdgeRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  body: string | undefined;
  readonly socket: EdgeRequest['socket'];
  auth?: Caller;
  address?: string;
  private readonly listeners: (() => void)[] = [];
  private ended = false;

  constructor(request: FunctionRequest) {
    this.method = request.method.toUpperCase();
    this.path = request.path;
    this.headers = mayWait(request) ? request.headers : withoutStreams(request.headers);
    this.body = request.body;
    this.socket = { remoteAddress: request.peer };
    if (request.left?.aborted) this.end();
    request.left?.addEventListener('abort', () => this.end(), { once: true });
  }

  /** The platform has read it; what is left is to judge it. */
  readBody(maxBytes: number, done: (error?: ProtocolError) => void): void {
    const isTooLarge = this.body !== undefined && Buffer.byteLength(this.body) > maxBytes;
    done(isTooLarge ? bodyTooLarge(maxBytes) : undefined);
  }

  onDisconnect(listener: () => void): void {
    if (this.ended) listener();
    else this.listeners.push(listener);
  }

  /** The client has its answer, or has gone. */
  end(): void {
    this.ended = true;
    for (const listener of this.listeners.splice(0)) listener();
  }
}

/** A stream that is collected must end: one that waits for news never would. */
function mayWait({ canStream, method, headers }: FunctionRequest): boolean {
  return canStream || (method.toUpperCase() === 'POST' && headers['mcp-method'] !== LISTEN);
}

/** The headers of a client that accepts no stream, which so gets told that there is none. */
function withoutStreams(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return { ...headers, accept: 'application/json' };
}
