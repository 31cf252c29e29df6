import { hash } from 'node:crypto';
import type { KeySet } from '../keys/key-set';
import { findKey } from './find-key';
import { TokenFault, type Claims, type TokenParts } from './json-token';
import { endOfClaims, type Now } from './read-claims';
import { isSignedBy } from './signature';

/** How assertions may be signed, by what the metadata calls it. */
export const ASSERTION_ALGORITHMS = ['RS256', 'ES256', 'EdDSA'] as const;

/** Milliseconds. What is good for longer would have to be remembered for as long. */
const MAX_LIFETIME_MS = 3_600_000;

/** Whose assertion it has to be, and for whom. */
export interface ExpectedAssertion {
  readonly issuer: string;
  readonly keys: KeySet;
  /** In lower case; the empty text stands for none. */
  readonly types: readonly string[];
  readonly audiences: readonly string[];
  /** Whether it may be shown once, and so must end soon. */
  readonly once: boolean;
}

/** What somebody vouches for (RFC 7521). */
export interface Assertion {
  readonly claims: Claims;
  /** By which it is known again: its `jti`, or else what it says. */
  readonly id: string;
  /** From when on it counts for nothing, in milliseconds since 1970. */
  readonly endsAt: number;
}

/** What is wrong with an assertion that its issuer has signed: no guess, and to be told. */
export class GenuineFault extends TokenFault {}

/**
 * Checks an assertion (RFC 7523, section 3), but for whether it was shown before.
 *
 * @throws {TokenFault} it is not the issuer's; a `GenuineFault` where it is, and is not good here
 * @throws {UnverifiableError} the issuer's keys have never been got
 */
export async function checkAssertion(
  parts: TokenParts,
  { issuer, keys, types, audiences, once }: ExpectedAssertion,
  now: Now,
): Promise<Assertion> {
  const { claims, signed, type } = parts;
  if (claims['iss'] !== issuer) throw new TokenFault('it is of another issuer');
  if (!isSignedBy(parts, await findKey(keys, parts))) {
    throw new TokenFault('its signature is not valid');
  }
  const refuse = (reason: string): never => {
    throw new GenuineFault(reason);
  };
  if (!types.includes(type.toLowerCase())) refuse('it is of another type');
  // Alone: what others take as well, they could show here.
  const { aud, iat, jti } = claims;
  const [audience, ...others] = Array.isArray(aud) ? (aud as unknown[]) : [aud];
  if (others.length > 0 || !audiences.includes(audience as string)) {
    refuse('it is for another audience');
  }
  let endsAt: number;
  try {
    endsAt = endOfClaims(claims, now);
  } catch (error) {
    return refuse((error as Error).message);
  }
  const madeAt = typeof iat === 'number' ? iat * 1_000 : now.now;
  if (madeAt - now.toleranceMs > now.now) refuse('it is of the future');
  if (once && endsAt - now.now > MAX_LIFETIME_MS + 2 * now.toleranceMs) {
    refuse('it is good for more than an hour');
  }
  if (jti !== undefined && (typeof jti !== 'string' || jti === '')) refuse('its jti is no text');
  const id = `${issuer}:${typeof jti === 'string' ? jti : hash('sha256', signed, 'base64url')}`;
  return { claims, id, endsAt };
}
