import type { Feature } from '../catalog/feature';
import type { Client } from '../protocol/client';
import type { EncodedResult, Params, RequestId } from '../protocol/json-rpc';
import type { Outcome } from '../protocol/protocol.error';
import type { McpRequest } from './mcp-request';

/** One call of a tool, resource or prompt, as interceptors see it. */
export class Call {
  constructor(
    readonly feature: Feature,
    /** The method's first argument before validation; what a client sent, so trust nothing in it. */
    readonly input: unknown,
    readonly request: McpRequest,
  ) {}

  get requestId(): RequestId {
    return this.request.id;
  }

  get method(): string {
    return this.request.method;
  }

  get params(): Params {
    return this.request.params;
  }

  get client(): Client {
    return this.request.client;
  }

  get signal(): AbortSignal {
    return this.request.exchange.cancellation.signal;
  }
}

/** How a request ended, with the result as it goes to the client. */
export interface RequestResult {
  readonly outcome: Outcome;
  /** The encoded result. */
  readonly json: EncodedResult;
  /** The fault behind `failed`, for the log and error reports; never sent. */
  readonly cause?: unknown;
}

/** How a call ended. Only lists are kept: what a call makes is text. */
export interface CallResult extends RequestResult {
  readonly json: string;
}
