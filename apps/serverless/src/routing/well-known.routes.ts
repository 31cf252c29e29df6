import { AuthorizationServer, JWKS_PATH, ProtectedResources } from '@repo/auth';
import { DatabaseConfig } from '@repo/config';
import type { HttpReply } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';

const RESOURCE = '/.well-known/oauth-protected-resource';

const AUTHORIZATION_SERVER = '/.well-known/oauth-authorization-server';

/** How clients find out where to sign in. It issues tokens itself where it knows stored clients. */
@Injectable()
export class WellKnownRoutes {
  constructor(
    private readonly resources: ProtectedResources,
    private readonly server: AuthorizationServer,
    private readonly database: DatabaseConfig,
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
    if (path === AUTHORIZATION_SERVER && this.database.url !== undefined) {
      return this.server.metadata();
    }
    if (path === RESOURCE || path.startsWith(`${RESOURCE}/`)) {
      return this.resources.metadata(path.slice(RESOURCE.length));
    }
    return undefined;
  }
}
