import { hash } from 'node:crypto';
import { IdentityProviderConfig } from '@repo/config';
import { BoundedMap, Clock } from '@repo/foundation';
import { Injectable, Logger } from '@nestjs/common';
import type { Caller } from '../authentication/caller';
import { CredentialVerifier, VerifierOrder } from '../authentication/credential-verifier';
import { UnauthenticatedError } from '../authentication/unauthenticated.error';
import type { VerificationKey } from '../keys/verification-key';
import type { ProtectedResource } from '../resource/protected-resource';
import { findKey } from './find-key';
import { IssuerRegistry } from './issuer-registry';
import { looksLikeToken, mayBeToken, readToken, TokenFault, type Claims } from './json-token';
import { readClaims, type VerifiedToken } from './read-claims';
import { isSignedBy } from './signature';
import type { TrustedIssuer } from './trusted-issuer';

/** Tokens remembered at a time; each takes a few kilobytes. */
const MAX_TOKENS = 10_000;

/** Characters. Longer tokens are remembered by their digest, so that what is kept is bounded. */
const MAX_KEPT_TOKEN = 2_048;

interface Remembered extends VerifiedToken {
  readonly issuer: TrustedIssuer;
  /** Of the issuer's keys when it was verified. */
  readonly revision: number;
}

/**
 * Verifies the access tokens of this server and of the identity provider (RFC 9068, RFC 8725). A
 * token is remembered until it expires or its issuer's keys change, so that the signature is paid for
 * once; a token that is not valid is not remembered.
 */
@Injectable()
export class TokenVerifier extends CredentialVerifier {
  readonly order = VerifierOrder.token;
  private readonly logger = new Logger('Token');
  private readonly remembered = new BoundedMap<string, Remembered>(MAX_TOKENS);

  constructor(
    private readonly issuers: IssuerRegistry,
    private readonly config: IdentityProviderConfig,
    private readonly clock: Clock,
  ) {
    super();
  }

  verify(token: string, resource: ProtectedResource): Caller | undefined | Promise<Caller> {
    // Other credentials do not pay for a look-up here.
    if (!mayBeToken(token)) return undefined;
    const key = memoryKeyOf(token);
    const known = this.remembered.get(key);
    if (known !== undefined) {
      if (this.isGood(known)) return this.admit(known, resource);
      this.remembered.delete(key);
    }
    return looksLikeToken(token) ? this.verifyUncached(token, key, resource) : undefined;
  }

  /** What a token says that it is signed with; undefined for a credential that is no token. */
  algorithmOf(credential: string): string | undefined {
    try {
      return mayBeToken(credential) ? readToken(credential).algorithm : undefined;
    } catch {
      return undefined;
    }
  }

  /**
   * The key that a token has to be signed with, for a guard that checks the signature itself.
   *
   * @throws {TokenFault} no trusted issuer has it
   * @throws {UnverifiableError} the issuer's keys have never been got
   */
  async keyOf(token: string): Promise<VerificationKey> {
    const parts = readToken(token);
    return findKey(this.issuerOf(parts.claims).keys, parts);
  }

  /**
   * The caller of a token whose signature such a guard has checked. It is not remembered.
   *
   * @throws {TokenFault} its claims are not valid, not now, or not for this resource
   */
  callerOf(claims: Claims, resource: ProtectedResource): Caller {
    const issuer = this.issuerOf(claims);
    const verified = this.readClaims(claims, issuer);
    if (isFor(resource, verified, issuer)) return verified.caller;
    throw new TokenFault(OTHER_AUDIENCE);
  }

  private isGood({ endsAt, issuer, revision }: Remembered): boolean {
    return this.clock.now() < endsAt && issuer.keys.revision === revision;
  }

  private admit(known: Remembered, resource: ProtectedResource): Caller {
    if (isFor(resource, known, known.issuer)) return known.caller;
    return this.refuse(OTHER_AUDIENCE, resource);
  }

  private async verifyUncached(
    token: string,
    key: string,
    resource: ProtectedResource,
  ): Promise<Caller> {
    try {
      const verified = await this.judge(token);
      this.remembered.set(key, verified);
      return this.admit(verified, resource);
    } catch (error) {
      if (!(error instanceof TokenFault)) throw error;
      return this.refuse(error.message, resource);
    }
  }

  private async judge(token: string): Promise<Remembered> {
    const parts = readToken(token);
    const issuer = this.issuerOf(parts.claims);
    const key = await findKey(issuer.keys, parts);
    // Before the check: keys that change meanwhile must not be taken for those that checked it.
    const { revision } = issuer.keys;
    if (!isSignedBy(parts, key)) throw new TokenFault('its signature is not valid');
    return { ...this.readClaims(parts.claims, issuer), issuer, revision };
  }

  private issuerOf(claims: Claims): TrustedIssuer {
    const issuer = this.issuers.find(claims['iss']);
    if (issuer === undefined) throw new TokenFault('its issuer is not trusted');
    return issuer;
  }

  private readClaims(claims: Claims, issuer: TrustedIssuer): VerifiedToken {
    const { clockToleranceMs: toleranceMs } = this.config;
    return readClaims(claims, issuer, { now: this.clock.now(), toleranceMs });
  }

  /** At debug, and without the token: whoever sends many must not be able to fill the log. */
  private refuse(reason: string, resource: ProtectedResource): never {
    this.logger.debug(`A token was refused: ${reason}`);
    throw UnauthenticatedError.invalid(resource);
  }
}

/**
 * Under what a token is remembered: itself, as a digest would be half of what a token costs a call. How
 * long a look-up takes tells nothing of a token: two texts are compared where V8's hashes of them, with
 * a seed that nobody knows, are the same.
 */
function memoryKeyOf(token: string): string {
  return token.length > MAX_KEPT_TOKEN ? hash('sha256', token, 'base64') : token;
}

const OTHER_AUDIENCE = 'it is for another service';

/** A token for another service is no token here, however good (RFC 8707). */
function isFor(
  resource: ProtectedResource,
  { audiences }: VerifiedToken,
  { reading }: TrustedIssuer,
): boolean {
  for (const name of audiences) {
    if (resource.isCoveredBy(name) || reading.audiences.includes(name)) return true;
  }
  return false;
}
