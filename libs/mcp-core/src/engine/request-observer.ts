import type { Outcome, RefusalDetail } from '../protocol/protocol.error';
import type { Era } from '../protocol/revision';
import type { McpRequest } from './mcp-request';

/** What is told of a request once it has ended. */
export interface ObservedRequest {
  /** A method that this host serves, or `unknown`: the number of values is bounded. */
  readonly method: string;
  readonly era: Era;
  readonly outcome: Outcome;
  /** Why the caller was turned away, where it was. */
  readonly detail?: RefusalDetail;
  readonly durationMs: number;
  /** The tool, resource or prompt that was called, by the catalog's name of it. */
  readonly feature?: string;
  /** The fault behind `failed`, with the reference that the client was given. */
  readonly cause?: unknown;
  readonly reference?: string;
  /** What the client sent, so trust nothing in it. It must not be kept, nor become a metric label. */
  readonly request: McpRequest;
}

/**
 * Is told of every MCP request after its answer: lists and handshakes as well as calls. Any
 * provider that extends this class is found at start. It must return at once and never throw.
 */
export abstract class RequestObserver {
  abstract observe(request: ObservedRequest): void;
}
