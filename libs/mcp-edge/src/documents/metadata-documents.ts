import { AuthorizationServer, JWKS_PATH, ProtectedResources } from '@repo/auth';
import { Injectable, Logger } from '@nestjs/common';
import type { EdgeHandler, EdgeReply } from '../edge-message';
import { logFault } from '../refusals/log-fault';
import { problemReply } from '../refusals/problem';

const RESOURCE_PATH = '/.well-known/oauth-protected-resource';
const AUTHORIZATION_SERVER_PATH = '/.well-known/oauth-authorization-server';

/** Read by pages of any origin: a client in a browser asks before it has a token. */
const PUBLIC = {
  'content-type': 'application/json',
  'access-control-allow-origin': '*',
  // A change of the sign-in should reach clients within minutes.
  'cache-control': 'public, max-age=300',
  'x-content-type-options': 'nosniff',
};

/** How clients find out where and how to sign in: RFC 9728, RFC 8414 and RFC 7517. */
@Injectable()
export class MetadataDocuments {
  private readonly logger = new Logger('Metadata');

  constructor(
    private readonly resources: ProtectedResources,
    private readonly server: AuthorizationServer,
  ) {}

  /** @param issuesTokens whether this server describes itself as an authorization server */
  routes(issuesTokens: boolean): readonly (readonly [string, EdgeHandler])[] {
    const resources = ['', ...this.resources.paths].map((path) =>
      this.route(RESOURCE_PATH + path, () => this.resources.metadata(path)),
    );
    const server = this.route(AUTHORIZATION_SERVER_PATH, () => this.server.metadata());
    const keys = this.route(JWKS_PATH, () => this.server.jwks());
    return [...resources, ...(issuesTokens ? [server] : []), keys];
  }

  /** @param find returns undefined where there is no such document */
  private route(path: string, find: () => object | undefined): readonly [string, EdgeHandler] {
    return [path, ({ method }, send) => send(this.answer(method, find))];
  }

  private answer(method: string, find: () => object | undefined): EdgeReply {
    try {
      const document = find();
      if (document === undefined) return problemReply(404);
      if (method !== 'GET' && method !== 'HEAD')
        return problemReply(405, {}, { allow: 'GET, HEAD' });
      return { status: 200, headers: PUBLIC, body: JSON.stringify(document) };
    } catch (error) {
      return problemReply(500, { reference: logFault(this.logger, 'A document', error) });
    }
  }
}
