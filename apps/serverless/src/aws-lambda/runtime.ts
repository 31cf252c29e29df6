import type { Writable } from 'node:stream';

/** The part of Lambda's context that is read. */
export interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

export type StreamHandler = (
  event: unknown,
  response: Writable,
  context: LambdaContext,
) => Promise<void>;

/** What Lambda's Node runtime puts into the global scope for response streaming. */
export interface LambdaRuntime {
  streamifyResponse(handler: StreamHandler): unknown;
  readonly HttpResponseStream: {
    from(
      response: Writable,
      prelude: { statusCode: number; headers: Readonly<Record<string, string>> },
    ): Writable;
  };
}

/** @returns undefined where this is not run by Lambda's runtime */
export function lambdaRuntime(): LambdaRuntime | undefined {
  return (globalThis as { awslambda?: LambdaRuntime }).awslambda;
}
