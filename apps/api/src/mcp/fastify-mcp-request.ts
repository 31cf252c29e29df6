import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from '@repo/auth';
import type { HttpRequest } from '@repo/mcp-core';
import type { FastifyReply, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** The verified caller of an MCP route; undefined for an anonymous one. */
    caller?: Caller;
  }
}

/** Fastify's request as the MCP host knows requests. A class: its one method costs no closure. */
export class FastifyMcpRequest implements HttpRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly auth?: Caller;

  constructor(
    { method, headers, caller }: FastifyRequest,
    private readonly reply: FastifyReply,
    readonly body: string | undefined,
    readonly address: string | undefined,
  ) {
    this.method = method;
    this.headers = headers;
    this.auth = caller;
  }

  onDisconnect(listener: () => void): void {
    this.reply.raw.once('close', listener);
  }

  /** Whether a stopping process waits for the answer; see `CallsInFlight`. */
  get isCall(): boolean {
    return this.method === 'POST' && this.headers['mcp-method'] !== 'subscriptions/listen';
  }
}
