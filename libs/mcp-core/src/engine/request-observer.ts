import type { IncomingHttpHeaders } from 'node:http';
import type { AuthInfo } from '@modelcontextprotocol/server';
import type { Outcome, ProtocolError, RefusalDetail } from '../protocol/protocol.error';
import type { Era } from '../protocol/revision';
import type { McpRequest } from '../protocol/mcp-request';

/** A request that has ended. */
export interface ObservedRequest {
  /** A method that this host serves, or `unknown`: the number of values is bounded. */
  readonly method: string;
  /** The name of the server that was asked; undefined for the main one. */
  readonly server?: string | undefined;
  readonly era: Era;
  readonly outcome: Outcome;
  /** What the client was sent in place of a result. */
  readonly error?: ProtocolError | undefined;
  /** Why the caller was refused, where it was. */
  readonly detail?: RefusalDetail;
  readonly durationMs: number;
  /** The tool, resource or prompt that was called, by the catalog's name of it; `<server>/<name>` on a named server. */
  readonly feature?: string;
  /** The error behind `failed`, with the reference that the client was given. */
  readonly cause?: unknown;
  readonly reference?: string;
  /** What the client sent, so trust nothing in it. It must not be stored, nor become a metric label. */
  readonly request: McpRequest;
}

/** An HTTP request that was refused before it became an MCP request, or a sign-in elsewhere. */
export interface RefusedRequest {
  /** What it was answered with. */
  readonly error: ProtocolError;
  readonly headers: IncomingHttpHeaders;
  /** The caller, where that is known already. */
  readonly auth?: AuthInfo;
  /** Where it came from, as limits count it. */
  readonly address?: string;
  /** The route that it came to, where that is none of MCP: `/oauth/token`. Not the path that was sent. */
  readonly route?: string;
}

/**
 * Observes every MCP request after its response: lists and handshakes as well as calls. Any provider
 * that extends this class is found at start. It must return at once and never throw.
 */
export abstract class RequestObserver {
  abstract observe(request: ObservedRequest): void;

  /**
   * Observes requests that never reach `observe`: invalid JSON, a missing header, an unknown session, a
   * sign-in that failed.
   * Anyone can send these in any number.
   */
  refused(_request: RefusedRequest): void {
    // Most observers do not need them.
  }
}
