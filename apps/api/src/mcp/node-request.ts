import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Caller } from '@repo/auth';
import { bodyTooLarge, type ProtocolError } from '@repo/mcp-core';
import type { EdgeRequest } from '@repo/mcp-edge';

/** A request of `node:http` as the edge knows requests. A class: its methods cost no closure. */
export class NodeRequest implements EdgeRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly socket: Socket;
  body: string | undefined = undefined;
  auth: Caller | undefined = undefined;
  address: string | undefined = undefined;

  constructor(
    private readonly raw: IncomingMessage,
    readonly response: ServerResponse,
  ) {
    this.method = raw.method ?? '';
    this.headers = raw.headers;
    this.socket = raw.socket;
  }

  onDisconnect(listener: () => void): void {
    this.response.once('close', listener);
  }

  readBody(maxBytes: number, done: (error?: ProtocolError) => void): void {
    const { raw } = this;
    if (Number(this.headers['content-length'] ?? 0) > maxBytes) return this.refuse(maxBytes, done);
    let body = '';
    let bytes = 0;
    raw.setEncoding('utf8');
    raw.on('data', (chunk: string) => {
      if (bytes > maxBytes) return;
      bytes += Buffer.byteLength(chunk);
      if (bytes > maxBytes) this.refuse(maxBytes, done);
      else body += chunk;
    });
    raw.on('end', () => {
      if (bytes > maxBytes) return;
      this.body = body;
      body = ''; // these listeners live as long as the answer
      done();
    });
  }

  /** The rest of the body is still on its way, so the connection cannot be used again. */
  private refuse(maxBytes: number, done: (error: ProtocolError) => void): void {
    this.response.setHeader('connection', 'close');
    done(bodyTooLarge(maxBytes));
  }
}
