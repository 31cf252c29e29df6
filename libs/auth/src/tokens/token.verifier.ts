import { hash } from 'node:crypto';
import { IdentityProviderConfig } from '@repo/config';
import { BoundedMap, Clock } from '@repo/foundation';
import { Injectable, Logger } from '@nestjs/common';
import type { Caller } from '../authentication/caller';
import { CredentialVerifier, VerifierOrder } from '../authentication/credential-verifier';
import { UnauthenticatedError } from '../authentication/unauthenticated.error';
import type { VerificationKey } from '../keys/verification-key';
import type { ProtectedResource } from '../resource/protected-resource';
import { IssuerRegistry } from './issuer-registry';
import {
  MAX_TOKEN_LENGTH,
  looksLikeToken,
  readToken,
  TokenFault,
  type TokenParts,
} from './json-token';
import { readClaims, type VerifiedToken } from './read-claims';
import type { Signatures } from './signatures';
import type { TrustedIssuer } from './trusted-issuer';

/** Tokens remembered at a time; each takes a few kilobytes. */
const MAX_TOKENS = 10_000;

const ALGORITHMS: readonly string[] = ['HS256', 'RS256', 'ES256', 'EdDSA'];

interface Remembered extends VerifiedToken {
  readonly issuer: TrustedIssuer;
  /** Of the issuer's keys when it was verified. */
  readonly revision: number;
}

/**
 * Verifies the access tokens of this server and of the identity provider (RFC 9068, RFC 8725). A
 * token is remembered by its digest until it expires or its issuer's keys change, so that the
 * signature is paid for once; a token that is not valid is not remembered.
 */
@Injectable()
export class TokenVerifier extends CredentialVerifier {
  readonly order = VerifierOrder.token;
  private readonly logger = new Logger('Token');
  private readonly remembered = new BoundedMap<string, Remembered>(MAX_TOKENS);
  private signatures?: Signatures;

  constructor(
    private readonly issuers: IssuerRegistry,
    private readonly config: IdentityProviderConfig,
    private readonly clock: Clock,
  ) {
    super();
  }

  verify(token: string, resource: ProtectedResource): Caller | undefined | Promise<Caller> {
    // What a header's `{` becomes in base64url: other credentials do not pay for a digest here.
    if (!token.startsWith('e') || token.length > MAX_TOKEN_LENGTH) return undefined;
    const digest = hash('sha256', token, 'base64');
    const known = this.remembered.get(digest);
    if (known !== undefined) {
      if (this.isGood(known)) return this.admit(known, resource);
      this.remembered.delete(digest);
    }
    return looksLikeToken(token) ? this.verifyAnew(token, digest, resource) : undefined;
  }

  private isGood({ endsAt, issuer, revision }: Remembered): boolean {
    return this.clock.now() < endsAt && issuer.keys.revision === revision;
  }

  /** A token for another service is no token here, however good (RFC 8707). */
  private admit({ caller, audiences, issuer }: Remembered, resource: ProtectedResource): Caller {
    const { audiences: names } = issuer.reading;
    for (const name of audiences) {
      if (resource.isCoveredBy(name) || names.includes(name)) return caller;
    }
    return this.refuse('it is for another service', resource);
  }

  private async verifyAnew(
    token: string,
    digest: string,
    resource: ProtectedResource,
  ): Promise<Caller> {
    try {
      const verified = await this.judge(token);
      this.remembered.set(digest, verified);
      return this.admit(verified, resource);
    } catch (error) {
      if (!(error instanceof TokenFault)) throw error;
      return this.refuse(error.message, resource);
    }
  }

  private async judge(token: string): Promise<Remembered> {
    const parts = readToken(token);
    const issuer = this.issuers.find(parts.claims['iss']);
    if (issuer === undefined) throw new TokenFault('its issuer is not trusted');
    const key = await keyOf(issuer, parts);
    // Before the check: keys that change meanwhile must not be taken for those that checked it.
    const { revision } = issuer.keys;
    const claims = await this.loadedSignatures().verify(token, key);
    const { clockToleranceMs: toleranceMs } = this.config;
    return {
      ...readClaims(claims, issuer, { now: this.clock.now(), toleranceMs }),
      issuer,
      revision,
    };
  }

  /** Loaded with the first token: no start should wait for it. */
  private loadedSignatures(): Signatures {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- at once, unlike `import()`
    const library = require('./signatures') as typeof import('./signatures');
    this.signatures ??= new library.Signatures(this.config.clockToleranceMs);
    return this.signatures;
  }

  /** At debug, and without the token: whoever knocks must not be able to fill the log. */
  private refuse(reason: string, resource: ProtectedResource): never {
    this.logger.debug(`A token was refused: ${reason}`);
    throw UnauthenticatedError.invalid(resource);
  }
}

async function keyOf(issuer: TrustedIssuer, parts: TokenParts): Promise<VerificationKey> {
  const { algorithm, keyId } = parts;
  if (!ALGORITHMS.includes(algorithm)) throw new TokenFault('its algorithm is not allowed');
  const key = await issuer.keys.find(keyId, algorithm as VerificationKey['algorithm']);
  if (key === undefined) throw new TokenFault('its key is none of the issuer');
  return key;
}
