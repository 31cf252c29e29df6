import type { TokenEndpoint } from '@repo/auth/clients/serving';
import type { SignIn } from '@repo/auth/sign-in';
import { Injectable } from '@nestjs/common';
import { ServerCards } from './cards/server-cards';
import { MetadataDocuments } from './documents/metadata-documents';
import type { EdgeHandler } from './edge-message';
import { McpEndpoint } from './mcp/mcp-endpoint';
import type { Mount } from './mcp/mount';
import { TokenRoutes } from './token/token-routes';

/** All paths of the edge. */
@Injectable()
export class EdgeRoutes {
  constructor(
    private readonly mcp: McpEndpoint,
    private readonly documents: MetadataDocuments,
    private readonly tokens: TokenRoutes,
    private readonly cards: ServerCards,
  ) {}

  /**
   * Who answers which path. To be asked for once all protected resources are known.
   *
   * @param tokens grants tokens; absent where there are no stored clients
   * @param people signs people in; absent where nobody does
   */
  all(
    mounts: readonly Mount[],
    tokens?: TokenEndpoint,
    people?: SignIn,
  ): ReadonlyMap<string, EdgeHandler> {
    const issuesTokens = tokens !== undefined;
    return new Map([
      ...mounts.map((mount) => [mount.path, this.mcp.at(mount)] as const),
      ...this.cards.routes(mounts),
      ...this.documents.routes(issuesTokens),
      ...(issuesTokens ? this.tokens.routes(tokens, people) : []),
    ]);
  }
}
