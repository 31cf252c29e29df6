import type { IncomingHttpHeaders } from 'node:http';
import type { Client } from './client';
import type { Params } from './json-rpc';
import type { RequestId } from './request-id';
import type { LogLevel } from './log-level';
import type { Cancellation } from './cancellation';
import type { TaskRun } from './task-run';

/** One request as a transport decoded it, independent of era and transport. */
export interface McpRequest {
  readonly id: RequestId;
  readonly method: string;
  readonly params: Params;
  readonly client: Client;
  readonly channel: ResponseChannel;
  /** The client's session, where it has one. */
  readonly session?: SessionState;
  /** The span of this host in which it is handled, where a scope has set it. */
  trace?: RequestTrace;
  /** Where the call runs as a task, rather than for a client that waits. */
  readonly task?: TaskRun;
  /** The task that the call became, and the W3C Trace Context that its runs belong to. Its extension sets it. */
  becameTask?: { readonly id: string; readonly traceparent: string };
  /** Whether its method was given a credential, which nothing that is sent to the client may show. */
  holdsCredential?: boolean;
}

/** @see https://www.w3.org/TR/trace-context/#traceparent-header */
export interface RequestTrace {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  readonly traceFlags: number;
}

/**
 * Sends messages to the client while its request is being served. A transport implements it; it must
 * not throw, even when the connection is closed.
 */
export interface ResponseChannel {
  readonly cancellation: Cancellation;
  /** Those of the HTTP request, credentials among them; absent where there was none. */
  readonly headers?: IncomingHttpHeaders;
  /** Sends a notification that relates to this request, before its result. */
  notify(method: string, params: Params): void;
  /**
   * Sends a request to the client and waits for its result. Absent where the client cannot be
   * asked: in the modern era, and for a legacy client without a session.
   *
   * @throws {Error} the client answered with an error, went away, or `signal` was aborted.
   */
  sendRequest?(method: string, params: Params, signal: AbortSignal): Promise<Params>;
  /** Ends the response's event stream; the client resumes it later (SEP-1699). */
  releaseStream?(): void;
}

/** The part of a legacy session that requests change, in all processes that serve it. */
export interface SessionState {
  /** W3C Trace Context of the client's request that opened it, where it said so. */
  readonly traceparent?: string | undefined;
  setLogLevel(level: LogLevel): Promise<void>;
  /** @param isMuted whether it is kept, and never notified: what the client does not see */
  subscribe(uri: string, isMuted?: boolean): Promise<void>;
  unsubscribe(uri: string): Promise<void>;
  /**
   * Sends the client a request that belongs to none of its own, on the session's own stream, and waits
   * for its result.
   *
   * @throws {Error} the client answered with an error, the session ended, or `signal` was aborted
   */
  ask(method: string, params: Params, signal: AbortSignal): Promise<Params>;
}
