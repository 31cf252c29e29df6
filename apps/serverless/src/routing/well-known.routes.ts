import { AuthorizationServer, JWKS_PATH, ProtectedResources } from '@acme/auth';
import type { HttpReply } from '@acme/mcp-core';
import { Injectable } from '@nestjs/common';

const RESOURCE = '/.well-known/oauth-protected-resource';

/**
 * How clients find out where to sign in. A function is no authorization server: it has the keys of
 * this server's tokens, but issues none.
 */
@Injectable()
export class WellKnownRoutes {
  constructor(
    private readonly resources: ProtectedResources,
    private readonly server: AuthorizationServer,
  ) {}

  /** @returns undefined where there is no document */
  answer(path: string): HttpReply | undefined {
    const document = this.documentAt(path);
    if (document === undefined) return undefined;
    return {
      status: 200,
      headers: {
        'content-type': 'application/json',
        'access-control-allow-origin': '*',
        'cache-control': 'public, max-age=300',
      },
      body: JSON.stringify(document),
    };
  }

  private documentAt(path: string): object | undefined {
    if (path === JWKS_PATH) return this.server.jwks();
    if (path === RESOURCE || path.startsWith(`${RESOURCE}/`)) {
      return this.resources.metadata(path.slice(RESOURCE.length));
    }
    return undefined;
  }
}
