import type { McpRequest } from '../protocol/mcp-request';
import type { Feature } from '../features/feature';

/** A request that is about to be handled. */
export interface StartedRequest {
  /** A method that this host serves, or `unknown`. */
  readonly method: string;
  /** The tool, resource or prompt that is called, where the catalog has it. */
  readonly feature?: Feature | undefined;
  readonly request: McpRequest;
}

/**
 * What every MCP request is handled in, its observers included: a span, the fields of its log lines.
 * Any provider of the application that extends this class is found at start.
 *
 * It calls `handle` once, at once, and returns what that returns. It must not throw, and must not do
 * work that could be done later: every request waits for it.
 */
export abstract class RequestScope {
  abstract run<T>(started: StartedRequest, handle: () => Promise<T>): Promise<T>;
}

/** One scope of all, the first outermost; undefined for none. */
export function nest(scopes: readonly RequestScope[]): RequestScope | undefined {
  const [outer, ...rest] = scopes;
  if (outer === undefined) return undefined;
  const inner = nest(rest);
  if (inner === undefined) return outer;
  return { run: (started, handle) => outer.run(started, () => inner.run(started, handle)) };
}
