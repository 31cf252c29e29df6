import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Caller } from '@repo/auth';
import { bodyTooLarge, countedAs, type ProtocolError } from '@repo/mcp-core';
import type { EdgeRequest } from '@repo/mcp-edge';
import { declaredBytes } from '../http/declared-bytes';
import type { UnfinishedBodies } from '../http/unfinished-bodies';

/** Bytes of an unread body that are taken and dropped, to keep the connection. */
const MAX_DROPPED = 65_536;

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
    private readonly bodies: UnfinishedBodies,
  ) {
    this.method = raw.method ?? '';
    this.headers = raw.headers;
    this.socket = raw.socket;
  }

  onDisconnect(listener: () => void): void {
    // A client may have gone while its session or its token was looked up.
    if (this.response.closed || this.socket.destroyed) listener();
    else this.response.once('close', listener);
  }

  readBody(maxBytes: number, done: (error?: ProtocolError) => void): void {
    const { raw } = this;
    const expected = declaredBytes(this.headers);
    if (expected !== Infinity && expected > maxBytes) {
      return this.refuse(bodyTooLarge(maxBytes), done);
    }
    let body = '';
    let bytes = 0;
    let held: HeldBytes | undefined;
    let isRefused = false;
    raw.setEncoding('utf8');
    raw.on('data', (chunk: string) => {
      if (isRefused) return;
      const size = Buffer.byteLength(chunk);
      bytes += size;
      let error = bytes > maxBytes ? bodyTooLarge(maxBytes) : undefined;
      if (error === undefined && bytes < expected) {
        held ??= new HeldBytes(this.bodies, this);
        error = held.add(size);
      }
      if (error === undefined) body += chunk;
      else {
        isRefused = true;
        body = '';
        held?.release();
        this.refuse(error, done);
      }
    });
    raw.on('end', () => {
      held?.release();
      if (isRefused) return;
      this.body = body;
      body = ''; // these listeners live as long as the answer
      done();
    });
  }

  /**
   * Closes the connection with an answer that was given before the body was read, unless it is short:
   * Node would take all of it, and whoever is refused could keep the process busy with megabytes.
   */
  leaveUnreadBody(): void {
    if (this.raw.readableFlowing === null && declaredBytes(this.headers) > MAX_DROPPED) {
      this.response.setHeader('connection', 'close');
    }
  }

  /** The rest of the body is still on its way, so the connection cannot be used again. */
  private refuse(error: ProtocolError, done: (error: ProtocolError) => void): void {
    this.response.setHeader('connection', 'close');
    done(error);
  }
}

/** What is kept of a body that has not ended, until it does or its client goes away. */
class HeldBytes {
  private readonly key: string;
  private bytes = 0;

  constructor(
    private readonly bodies: UnfinishedBodies,
    request: NodeRequest,
  ) {
    this.key = countedAs(request) ?? '';
    request.onDisconnect(() => this.release());
  }

  /** @returns why it is too much */
  add(bytes: number): ProtocolError | undefined {
    const refused = this.bodies.acquire(this.key, bytes);
    if (refused === undefined) this.bytes += bytes;
    return refused;
  }

  release(): void {
    this.bodies.release(this.key, this.bytes);
    this.bytes = 0;
  }
}
