import { IdentityProviderConfig } from '@repo/config';
import { Injectable } from '@nestjs/common';
import { TOKEN_PATH } from '../../discovery/authorization-server';
import { ProtectedResources } from '../../discovery/protected-resources';
import { ProofFault } from '../../dpop/proof';
import { TokenBinding } from '../../dpop/token-binding';
import { OwnIssuer } from '../../tokens/own-issuer';
import { TokenSigner, type TokenGrant } from '../../tokens/token-signer';
import { OAuthError } from './oauth.error';

/** RFC 6749, section 5.1. */
export interface GrantedToken {
  readonly access_token: string;
  readonly token_type: 'Bearer' | 'DPoP';
  /** Seconds. */
  readonly expires_in: number;
  readonly scope: string;
  /** Of a token that was exchanged for it (RFC 8693, section 2.2.1). */
  readonly issued_token_type?: string;
}

/** What is common to all requests for a token, whoever asks. */
export interface TokenWish {
  /** Separated by spaces. */
  readonly scope?: string | undefined;
  /** The URL of this server or of an endpoint (RFC 8707); this server unless said. */
  readonly resource?: string | undefined;
  /** The header `DPoP`, where the token is to be bound to a key (RFC 9449, section 5). */
  readonly proof?: string | readonly string[] | undefined;
}

/** Issues tokens of this server, once it is known to whom. */
@Injectable()
export class TokenIssuer {
  constructor(
    private readonly resources: ProtectedResources,
    private readonly issuer: OwnIssuer,
    private readonly signer: TokenSigner,
    private readonly binding: TokenBinding,
    private readonly provider: IdentityProviderConfig,
  ) {}

  /** What assertions for this server may call it. */
  get audiences(): readonly string[] {
    const { issuer } = this.issuer;
    return [issuer, issuer + TOKEN_PATH];
  }

  /** @throws {OAuthError} this server signs no tokens */
  assertActive(): void {
    if (this.issuer.isActive) return;
    throw new OAuthError(
      'invalid_request',
      'This server signs no tokens: it has neither JWT_SECRET nor JWT_PRIVATE_KEY.',
      { status: 404 },
    );
  }

  /** Clients write scopes as challenges do: with what stands before them at the provider. */
  scopesIn(asked: string): readonly string[] {
    const { scopePrefix: prefix } = this.provider;
    const wanted = asked.split(' ').filter((scope) => scope !== '');
    const plain = wanted.map((scope) =>
      prefix !== '' && scope.startsWith(prefix) ? scope.slice(prefix.length) : scope,
    );
    return [...new Set(plain)];
  }

  /** @throws {OAuthError} it is of no endpoint of this server */
  audienceOf(resource: string | undefined): string | undefined {
    if (resource === undefined || this.resources.includes(resource)) return resource;
    throw new OAuthError(
      'invalid_target',
      'The resource is neither the URL of this server nor of an endpoint of it.',
    );
  }

  /** To be asked last: it spends the proof. @throws {OAuthError} it is not good */
  async issue(
    grant: Omit<TokenGrant, 'boundTo'>,
    proof: TokenWish['proof'],
  ): Promise<GrantedToken> {
    const boundTo = await this.keyFor(proof);
    return {
      access_token: this.signer.sign({ ...grant, boundTo }),
      token_type: boundTo === undefined ? 'Bearer' : 'DPoP',
      expires_in: grant.lifetime,
      scope: grant.scopes.join(' '),
    };
  }

  private async keyFor(proof: TokenWish['proof']): Promise<string | undefined> {
    try {
      return await this.binding.keyFor(proof, this.issuer.issuer + TOKEN_PATH);
    } catch (error) {
      if (!(error instanceof ProofFault)) throw error;
      throw new OAuthError('invalid_dpop_proof', error.message);
    }
  }
}
