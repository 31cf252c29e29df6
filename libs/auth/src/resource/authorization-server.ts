import { Injectable } from '@nestjs/common';
import type { PublishedKey } from '../keys/own-keys';
import { OwnIssuer } from '../tokens/own-issuer';

export const JWKS_PATH = '/.well-known/jwks.json';

/** What RFC 8414 wants to know of an authorization server. */
export interface AuthorizationServerMetadata {
  readonly issuer: string;
  readonly jwks_uri: string;
  readonly response_types_supported: readonly string[];
}

/** This server as an issuer: whose tokens it accepts as its own, and the keys to check them. */
@Injectable()
export class AuthorizationServer {
  constructor(private readonly own: OwnIssuer) {}

  /** @returns undefined where it signs nothing */
  metadata(): AuthorizationServerMetadata | undefined {
    const { isActive, issuer } = this.own;
    if (!isActive) return undefined;
    return {
      issuer,
      jwks_uri: issuer + JWKS_PATH,
      response_types_supported: [],
    };
  }

  /** The public keys of its tokens (RFC 7517): none where they are signed with a secret. */
  jwks(): { readonly keys: readonly PublishedKey[] } {
    return { keys: this.own.keys.published };
  }
}
