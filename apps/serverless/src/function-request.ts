import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { HttpReply } from '@repo/mcp-core';

/** A request as every platform can tell it. */
export interface FunctionRequest {
  readonly method: string;
  /** From the root of this server on, without the query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders;
  readonly body: string | undefined;
  /** The other end of the connection, as the platform itself has seen it. */
  readonly peer: string | undefined;
  /** Whether the platform sends a response on as it comes; else streams are collected. */
  readonly canStream: boolean;
  /** Aborted when the client goes away, where the platform tells; also before there is an answer. */
  readonly left?: AbortSignal;
}

/** What to answer. A stream is still being written. */
export interface FunctionReply extends HttpReply {
  readonly body?: string | Readable;
  /** To be called when the client has gone before the end of its answer. */
  readonly disconnect: () => void;
}
