import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { isStrongRsa } from '@repo/config';

/**
 * The signatures that are known here (RFC 7518, section 3.1; RFC 8037): `none` is not among them, nor
 * is any that nobody uses.
 */
const ALGORITHMS = ['HS256', 'RS256', 'ES256', 'EdDSA'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

export function isAlgorithm(name: string): name is Algorithm {
  return (ALGORITHMS as readonly string[]).includes(name);
}

/** A key and the one algorithm that it is for: a token's header cannot choose another. */
export interface VerificationKey {
  readonly id: string | undefined;
  readonly algorithm: Algorithm;
  readonly key: KeyObject;
}

/** The members of a JWK that are looked at (RFC 7517). */
export interface Jwk extends JsonWebKey {
  readonly kid?: unknown;
  readonly use?: unknown;
  readonly alg?: unknown;
  readonly key_ops?: unknown;
}

/**
 * The key of a JWK, with only its public members.
 *
 * @returns undefined for a key that checks no tokens: of another kind, another use, or too weak; a
 *   symmetric one is not taken from anybody
 */
export function toVerificationKey(jwk: Jwk): VerificationKey | undefined {
  const algorithm = algorithmOf(jwk);
  if (algorithm === undefined || !isForSignatures(jwk)) return undefined;
  if (jwk.alg !== undefined && jwk.alg !== algorithm) return undefined;
  const { kid, kty, n, e, crv, x, y } = jwk;
  try {
    const key = createPublicKey({ key: { kty, n, e, crv, x, y }, format: 'jwk' });
    if (kty === 'RSA' && !isStrongRsa(key)) return undefined;
    return { id: typeof kid === 'string' ? kid : undefined, algorithm, key };
  } catch {
    return undefined;
  }
}

function algorithmOf({ kty, crv }: JsonWebKey): Algorithm | undefined {
  if (kty === 'RSA') return 'RS256';
  if (kty === 'EC' && crv === 'P-256') return 'ES256';
  return kty === 'OKP' && crv === 'Ed25519' ? 'EdDSA' : undefined;
}

function isForSignatures({ use, key_ops: operations }: Jwk): boolean {
  if (use !== undefined && use !== 'sig') return false;
  return !Array.isArray(operations) || operations.includes('verify');
}
