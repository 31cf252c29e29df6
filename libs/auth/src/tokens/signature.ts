import { createHmac, sign, timingSafeEqual, verify, type KeyObject } from 'node:crypto';
import type { Algorithm } from '../keys/verification-key';
import type { TokenParts } from './json-token';

/** A key, parsed once, and the one algorithm that it is for. */
interface SignatureKey {
  readonly algorithm: Algorithm;
  readonly key: KeyObject;
}

/** Ed25519 hashes by itself (RFC 8032). */
const DIGESTS = { RS256: 'sha256', ES256: 'sha256', EdDSA: null } as const;

/**
 * Bytes of a signature, which of RSA depends on the key. Not every OpenSSL minds what follows it
 * (RFC 8032, section 5.1.7; RFC 7518, section 3.4).
 */
const LENGTHS = { RS256: undefined, ES256: 64, EdDSA: 64 } as const;

/** Signs header and claims of a token (RFC 7515, section 5.1). */
export function signatureOf(signed: string, { algorithm, key }: SignatureKey): Buffer {
  return algorithm === 'HS256'
    ? hmac(signed, key)
    : sign(DIGESTS[algorithm], Buffer.from(signed), inJwsForm(key));
}

/**
 * Whether a token is signed by this key (RFC 7515, section 5.2). The key decides how it is checked; a
 * token that names another algorithm is not signed by it.
 */
export function isSignedBy(token: TokenParts, { algorithm, key }: SignatureKey): boolean {
  const { signed, signature } = token;
  if (token.algorithm !== algorithm) return false;
  if (algorithm !== 'HS256') {
    if (signature.length !== (LENGTHS[algorithm] ?? signature.length)) return false;
    return verify(DIGESTS[algorithm], Buffer.from(signed), inJwsForm(key), signature);
  }
  const expected = hmac(signed, key);
  return expected.length === signature.length && timingSafeEqual(expected, signature);
}

function hmac(signed: string, key: KeyObject): Buffer {
  return createHmac('sha256', key).update(signed).digest();
}

/** Of ECDSA both numbers one after the other (RFC 7518, section 3.4), rather than in DER. */
function inJwsForm(key: KeyObject) {
  return { key, dsaEncoding: 'ieee-p1363' } as const;
}
