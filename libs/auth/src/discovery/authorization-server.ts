import { Injectable } from '@nestjs/common';
import type { PublishedKey } from '../keys/own-keys';
import { OwnIssuer } from '../tokens/own-issuer';

export const JWKS_PATH = '/.well-known/jwks.json';
export const TOKEN_PATH = '/oauth/token';
export const AUTHORIZE_PATH = '/oauth/authorize';

/** What RFC 8414 wants to know of an authorization server. */
export interface AuthorizationServerMetadata {
  readonly issuer: string;
  /**
   * Refuses everybody. RFC 8414 lets servers without it leave it out; the official SDK's clients do
   * not take such metadata.
   */
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly jwks_uri: string;
  readonly response_types_supported: readonly string[];
  readonly grant_types_supported: readonly string[];
  readonly token_endpoint_auth_methods_supported: readonly string[];
}

/** This server as an issuer: where machines get its tokens, and the keys to check them. */
@Injectable()
export class AuthorizationServer {
  constructor(private readonly own: OwnIssuer) {}

  /** @returns undefined where it signs nothing */
  metadata(): AuthorizationServerMetadata | undefined {
    const { isActive, issuer } = this.own;
    if (!isActive) return undefined;
    return {
      issuer,
      authorization_endpoint: issuer + AUTHORIZE_PATH,
      token_endpoint: issuer + TOKEN_PATH,
      jwks_uri: issuer + JWKS_PATH,
      response_types_supported: [],
      grant_types_supported: ['client_credentials'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    };
  }

  /** The public keys of its tokens (RFC 7517): none where they are signed with a secret. */
  jwks(): { readonly keys: readonly PublishedKey[] } {
    return { keys: this.own.keys.published };
  }
}
