import { Injectable } from '@nestjs/common';
import type { PublishedKey } from '../keys/own-keys';
import { OwnIssuer } from '../tokens/own-issuer';

export const TOKEN_PATH = '/oauth/token';
export const JWKS_PATH = '/.well-known/jwks.json';

/** What RFC 8414 wants to know of an authorization server. */
export interface AuthorizationServerMetadata {
  readonly issuer: string;
  readonly token_endpoint: string;
  readonly jwks_uri: string;
  readonly grant_types_supported: readonly string[];
  readonly response_types_supported: readonly string[];
  readonly token_endpoint_auth_methods_supported: readonly string[];
}

/** This server as an authorization server: it gives tokens to machines, and none to people. */
@Injectable()
export class AuthorizationServer {
  constructor(private readonly own: OwnIssuer) {}

  /** @returns undefined where it signs nothing */
  metadata(): AuthorizationServerMetadata | undefined {
    const { isActive, issuer } = this.own;
    if (!isActive) return undefined;
    return {
      issuer,
      token_endpoint: issuer + TOKEN_PATH,
      jwks_uri: issuer + JWKS_PATH,
      grant_types_supported: ['client_credentials'],
      response_types_supported: [],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    };
  }

  /** The public keys of its tokens (RFC 7517): none where they are signed with a secret. */
  jwks(): { readonly keys: readonly PublishedKey[] } {
    return { keys: this.own.keys.published };
  }
}
