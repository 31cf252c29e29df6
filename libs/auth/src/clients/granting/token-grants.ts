import { IdentityProviderConfig } from '@repo/config';
import { Clock } from '@repo/foundation';
import { Injectable } from '@nestjs/common';
import { hasScope } from '../../authorization/scopes';
import { TOKEN_PATH } from '../../discovery/authorization-server';
import { ProtectedResources } from '../../discovery/protected-resources';
import { ProofFault } from '../../dpop/proof';
import { TokenBinding } from '../../dpop/token-binding';
import { OwnIssuer } from '../../tokens/own-issuer';
import { TokenSigner } from '../../tokens/token-signer';
import { endOf, type StoredClient } from '../storage/stored-client';
import { LastUse } from '../verification/last-use';
import { ClientAuthenticator } from './client-authenticator';
import { OAuthError } from './oauth.error';

/** Seconds. */
const LIFETIME = 15 * 60;

/** What a client asks for, by its own name and secret (RFC 6749, section 4.4). */
export interface GrantRequest {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Separated by spaces; all that the client has unless said. */
  readonly scope?: string;
  /** The URL of this server or of an endpoint (RFC 8707); this server unless said. */
  readonly resource?: string;
  /** The header `DPoP`, where the token is to be bound to a key (RFC 9449, section 5). */
  readonly proof?: string | readonly string[] | undefined;
}

/** RFC 6749, section 5.1. */
export interface GrantedToken {
  readonly access_token: string;
  readonly token_type: 'Bearer' | 'DPoP';
  /** Seconds. */
  readonly expires_in: number;
  readonly scope: string;
}

/** Grants tokens to stored clients. */
@Injectable()
export class TokenGrants {
  constructor(
    private readonly clients: ClientAuthenticator,
    private readonly resources: ProtectedResources,
    private readonly issuer: OwnIssuer,
    private readonly signer: TokenSigner,
    private readonly binding: TokenBinding,
    private readonly lastUse: LastUse,
    private readonly provider: IdentityProviderConfig,
    private readonly clock: Clock,
  ) {}

  /** @throws {OAuthError} why there is none */
  async grant(request: GrantRequest): Promise<GrantedToken> {
    if (!this.issuer.isActive) {
      throw new OAuthError(
        'invalid_request',
        'This server signs no tokens: it has neither JWT_SECRET nor JWT_PRIVATE_KEY.',
        { status: 404 },
      );
    }
    const { clientId, clientSecret, scope, resource } = request;
    const client = await this.clients.authenticate(clientId, clientSecret);
    const scopes = this.scopesOf(client, scope);
    const audience = this.audienceOf(resource);
    const left = Math.floor((endOf(client) - this.clock.now()) / 1000);
    const lifetime = Math.min(LIFETIME, Math.max(left, 1));
    const boundTo = await this.keyFor(request);
    this.lastUse.of(client.id);
    return {
      access_token: this.signer.sign({ clientId: client.id, scopes, audience, lifetime, boundTo }),
      token_type: boundTo === undefined ? 'Bearer' : 'DPoP',
      expires_in: lifetime,
      scope: scopes.join(' '),
    };
  }

  private async keyFor({ proof }: GrantRequest): Promise<string | undefined> {
    try {
      return await this.binding.keyFor(proof, this.issuer.issuer + TOKEN_PATH);
    } catch (error) {
      if (!(error instanceof ProofFault)) throw error;
      throw new OAuthError('invalid_dpop_proof', error.message);
    }
  }

  /** Clients write scopes as challenges do: with what stands before them at the provider. */
  private scopesOf({ scopes }: StoredClient, asked: string | undefined): readonly string[] {
    if (asked === undefined) return scopes;
    const { scopePrefix: prefix } = this.provider;
    const wanted = asked.split(' ').filter((scope) => scope !== '');
    const plain = wanted.map((scope) =>
      prefix !== '' && scope.startsWith(prefix) ? scope.slice(prefix.length) : scope,
    );
    if (plain.every((scope) => hasScope(scopes, scope))) return [...new Set(plain)];
    throw new OAuthError('invalid_scope', 'The client does not have all of these scopes.');
  }

  private audienceOf(resource: string | undefined): string | undefined {
    if (resource === undefined || this.resources.includes(resource)) return resource;
    throw new OAuthError(
      'invalid_target',
      'The resource is neither the URL of this server nor of an endpoint of it.',
    );
  }
}
