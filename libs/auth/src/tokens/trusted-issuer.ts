import type { KeySet } from '../keys/key-set';

/** Whose tokens are taken, and how they are read. */
export interface TrustedIssuer {
  /** To the character what its tokens carry as `iss`. */
  readonly issuer: string;
  readonly keys: KeySet;
  readonly reading: TokenReading;
}

/** Where an issuer puts what. The lists are of claims, or of paths to them. */
export interface TokenReading {
  /** What the audience may be, beside the URLs of the endpoint. */
  readonly audiences: readonly string[];
  readonly audienceClaims: readonly string[];
  readonly subjectClaims: readonly string[];
  readonly clientClaims: readonly string[];
  readonly scopesClaims: readonly string[];
  /** Taken off scopes that begin with it. */
  readonly scopePrefix: string;
  readonly requiredClaims: readonly (readonly [name: string, value: string])[];
  /** Whether its tokens may have scopes that stand for others, `*` and `invoices:*`. */
  readonly grantsAll: boolean;
}

/** How the tokens of this server are read (RFC 9068). */
export const OWN_READING: TokenReading = {
  audiences: [],
  audienceClaims: ['aud'],
  subjectClaims: ['sub'],
  clientClaims: ['client_id'],
  scopesClaims: ['scope'],
  scopePrefix: '',
  requiredClaims: [],
  grantsAll: true,
};
