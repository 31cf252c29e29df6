import { Clock } from '@repo/foundation';
import { Injectable } from '@nestjs/common';
import { hasScope } from '../../authorization/scopes';
import { endOf, type StoredClient } from '../storage/stored-client';
import { LastUse } from '../verification/last-use';
import { ClientAuthenticator, type ClientCredential } from './client-authenticator';
import { OAuthError } from './oauth.error';
import { TokenIssuer, type GrantedToken, type TokenWish } from './token-issuer';

/** Seconds. */
export const LIFETIME = 15 * 60;

/** What a client asks for, by its own name (RFC 6749, section 4.4); all its scopes unless said. */
export interface GrantRequest extends ClientCredential, TokenWish {}

/** Grants tokens to stored clients. */
@Injectable()
export class TokenGrants {
  constructor(
    private readonly clients: ClientAuthenticator,
    private readonly tokens: TokenIssuer,
    private readonly lastUse: LastUse,
    private readonly clock: Clock,
  ) {}

  /** @throws {OAuthError} why there is none */
  async grant(request: GrantRequest): Promise<GrantedToken> {
    this.tokens.assertActive();
    const client = await this.clients.authenticate(request);
    const scopes = this.scopesOf(client, request.scope);
    const audience = this.tokens.audienceOf(request.resource);
    const lifetime = lifetimeFor(client, this.clock.now());
    const grant = { clientId: client.id, scopes, audience, lifetime };
    const granted = await this.tokens.issue(grant, request.proof);
    this.lastUse.of(client.id);
    return granted;
  }

  private scopesOf({ scopes }: StoredClient, asked: string | undefined): readonly string[] {
    if (asked === undefined) return scopes;
    const wanted = this.tokens.scopesIn(asked);
    if (wanted.every((scope) => hasScope(scopes, scope))) return wanted;
    throw new OAuthError('invalid_scope', 'The client does not have all of these scopes.');
  }
}

/** Seconds that a token of a client lasts: no longer than the client itself. */
export function lifetimeFor(client: StoredClient, now: number): number {
  const left = Math.floor((endOf(client) - now) / 1000);
  return Math.min(LIFETIME, Math.max(left, 1));
}
