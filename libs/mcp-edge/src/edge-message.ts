import type { Caller } from '@repo/auth';
import type { HttpReply, HttpRequest, ProtocolError } from '@repo/mcp-core';
import type { Arrival } from './admission/client-address';

/**
 * A request to the endpoint, as any host can tell it. It is handed on to the MCP host as it is, so
 * that a call costs one object: the edge adds what it finds out on the way.
 */
export interface EdgeRequest extends HttpRequest, Arrival {
  /** Once it has been read. */
  body: string | undefined;
  /** The verified caller; undefined for an anonymous one. */
  auth?: Caller;
  address?: string;
  /**
   * Reads the body as text, of whatever type it claims to be, into `body`. Nobody calls it before
   * the request is let in, so that no stranger sends megabytes.
   *
   * @param maxBytes what is longer is not read to its end
   * @param done gets the error to answer with (413), if there is one; is called once, and not at all
   *   when the client goes away before the end
   */
  readBody(maxBytes: number, done: (error?: ProtocolError) => void): void;
}

/** What to answer; a host only has to send it. */
export type EdgeReply = HttpReply;

/** Sends a reply. It must not throw: what cannot be sent is the host's to end. */
export type SendReply = (reply: EdgeReply) => void;

/**
 * Answers the requests to one path, each exactly once, whatever goes wrong. By a callback, since a
 * promise more would cost every call its turns.
 */
export type EdgeHandler = (request: EdgeRequest, send: SendReply) => void;
