import type { Call } from '../features/feature';
import type { EncodedResult } from '../protocol/json-rpc';
import type { Outcome } from '../protocol/protocol.error';

/** How a request ended, with the result as it goes to the client. */
export interface RequestResult {
  readonly outcome: Outcome;
  /** The encoded result. */
  readonly json: EncodedResult;
  /** The error behind `failed`, for the log and error reports; never sent. */
  readonly cause?: unknown;
}

/** How a call ended. Only lists are pre-encoded: the result of a call is text. */
export interface CallResult extends RequestResult {
  readonly json: string;
}

/**
 * Wraps every call of a tool, resource or prompt: metrics, audit, authorization, limits. Any provider
 * of the application that extends this class is found at start.
 *
 * An interceptor calls `next` once, or throws a `ProtocolError` (`RefusedError` for one) without
 * calling it. It must not keep the call after it has ended, must not change what it is given, and
 * must not do work on this path that could be done later: every call waits for it.
 */
export abstract class CallInterceptor {
  /** Lower runs further out; see `CallOrder`. */
  abstract readonly order: number;

  abstract intercept(call: Call, next: () => Promise<CallResult>): Promise<CallResult>;
}

/** Outside in: what is refused is still measured and audited, and nothing is counted twice. */
export const CallOrder = {
  telemetry: 100,
  audit: 200,
  authorization: 300,
  rateLimit: 400,
} as const;

export type CallChain = (call: Call) => Promise<CallResult>;

/** Wraps the interceptors around `innermost`, once, at start. */
export function chain(interceptors: readonly CallInterceptor[], innermost: CallChain): CallChain {
  return [...interceptors]
    .sort((a, b) => b.order - a.order)
    .reduce<CallChain>(
      (next, interceptor) => (call) => interceptor.intercept(call, () => next(call)),
      innermost,
    );
}
