import { isObject } from '@repo/foundation';
import { pick, type KeySet } from './key-set';
import { toVerificationKey, type Algorithm, type VerificationKey } from './verification-key';

/** Keys that somebody has told, rather than where to find them. */
export class FixedKeySet implements KeySet {
  readonly revision = 0;
  private readonly keys: readonly VerificationKey[];

  /** @param jwks a JWK set (RFC 7517) */
  constructor(jwks: unknown) {
    this.keys = keysIn(jwks) ?? [];
  }

  find(id: string | undefined, algorithm: Algorithm): VerificationKey | undefined {
    return pick(this.keys, id, algorithm);
  }
}

/** Those of a JWK set that check signatures; undefined where it is none. */
export function keysIn(jwks: unknown): readonly VerificationKey[] | undefined {
  const keys = isObject(jwks) ? jwks['keys'] : undefined;
  if (!Array.isArray(keys)) return undefined;
  return keys.filter(isObject).flatMap((jwk) => toVerificationKey(jwk) ?? []);
}
