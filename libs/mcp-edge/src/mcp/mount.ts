import type { AuthDemand, ProtectedResource } from '@repo/auth';
import type { HttpHandler, ServerDescription } from '@repo/mcp-core';

/** Something that speaks MCP at a path. */
export interface Mount {
  readonly path: string;
  readonly handler: HttpHandler;
  /** Whether callers need a token. */
  readonly demand: AuthDemand;
  /** What tokens must be for. */
  readonly resource: ProtectedResource;
  /** The server whose card is served below this path; absent where there is no card. */
  readonly describe?: () => ServerDescription;
}
