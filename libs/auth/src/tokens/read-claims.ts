import { frozenCaller, type Caller } from '../authentication/caller';
import { isWildcard } from '../authorization/scopes';
import { claimAt, textAt, textsAt } from './claim-path';
import { TokenFault, type Claims } from './json-token';
import type { TokenReading, TrustedIssuer } from './trusted-issuer';

/** What a verified token came to. */
export interface VerifiedToken {
  readonly caller: Caller;
  /** Whom it is for. */
  readonly audiences: readonly string[];
  /** Milliseconds since 1970; from then on it counts for nothing. */
  readonly endsAt: number;
}

export interface Now {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly toleranceMs: number;
}

/**
 * Judges the claims of a token whose signature is good, all but whom it is for: that depends on the
 * endpoint.
 *
 * @throws {TokenFault} it is not valid, or not now
 */
export function readClaims(
  claims: Claims,
  { issuer, reading }: Pick<TrustedIssuer, 'issuer' | 'reading'>,
  now: Now,
): VerifiedToken {
  if (claims['iss'] !== issuer) throw new TokenFault('it is of another issuer');
  const endsAt = endOfClaims(claims, now);
  for (const [name, value] of reading.requiredClaims) {
    if (claimAt(claims, name) !== value) throw new TokenFault(`its ${name} is not ${value}`);
  }
  const audiences = textsAt(claims, reading.audienceClaims, 'whole');
  return { caller: callerOf(claims, issuer, reading), audiences, endsAt };
}

/**
 * When claims end that are valid now, in milliseconds since 1970.
 *
 * @throws {TokenFault} they are not
 */
export function endOfClaims({ exp, nbf }: Claims, { now, toleranceMs }: Now): number {
  if (typeof exp !== 'number' || !Number.isFinite(exp)) throw new TokenFault('it never expires');
  const endsAt = exp * 1000 + toleranceMs;
  if (now >= endsAt) throw new TokenFault('it has expired');
  if (nbf !== undefined && !(typeof nbf === 'number' && nbf * 1000 - toleranceMs <= now)) {
    throw new TokenFault('it is not valid yet');
  }
  return endsAt;
}

function callerOf(claims: Claims, issuer: string, reading: TokenReading): Caller {
  const client = textAt(claims, reading.clientClaims);
  const subject = textAt(claims, reading.subjectClaims) ?? client;
  if (subject === undefined) throw new TokenFault('it names neither a user nor a client');
  return frozenCaller(
    {
      clientId: client ?? subject,
      scopes: scopesOf(claims, reading),
      expiresAt: claims['exp'] as number,
    },
    { subject, issuer, claims },
  );
}

/** A role that somebody called `*` or `admin:*` at an outside provider must not open more here. */
function scopesOf(claims: Claims, reading: TokenReading): readonly string[] {
  const { scopesClaims, scopePrefix: prefix, grantsAll } = reading;
  const found = textsAt(claims, scopesClaims, 'words').map((scope) =>
    prefix !== '' && scope.startsWith(prefix) ? scope.slice(prefix.length) : scope,
  );
  return [...new Set(grantsAll ? found : found.filter((scope) => !isWildcard(scope)))];
}
