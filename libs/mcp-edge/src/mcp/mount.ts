import type { AuthDemand, ProtectedResource } from '@repo/auth';
import type { HttpHandler } from '@repo/mcp-core';

/** Something that speaks MCP at a path. */
export interface Mount {
  readonly path: string;
  readonly handler: HttpHandler;
  /** Whether callers need a token. */
  readonly demand: AuthDemand;
  /** What tokens must be for. */
  readonly resource: ProtectedResource;
}
