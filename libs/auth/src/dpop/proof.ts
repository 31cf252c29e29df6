import { hash } from 'node:crypto';
import { isObject } from '@repo/foundation';
import { DPOP_ALGORITHMS } from './dpop-algorithms';

/** Milliseconds that a proof may be old, or clocks apart (the MCP profile of DPoP: five minutes). */
export const PROOF_WINDOW_MS = 300_000;

/** Characters. A proof has some 500. */
const MAX_LENGTH = 4_096;

/** What a proof has to be of. */
export interface ExpectedProof {
  readonly method: string | undefined;
  /** Of the request, without its query, as clients know it. */
  readonly url: string;
  /** The access token that it comes with; absent where one is asked for. */
  readonly token?: string;
  /** The thumbprint of the key that the token is bound to (RFC 7638). */
  readonly thumbprint?: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A proof that is good, once. */
export interface Proof {
  /** Of its key (RFC 7638). */
  readonly thumbprint: string;
  /** By which it is known again, on all replicas. */
  readonly id: string;
  /** From when on it is too old, in milliseconds since 1970. */
  readonly endsAt: number;
}

/** Why a proof is not taken; public: whoever reads it holds a good token. */
export class ProofFault extends Error {
  override readonly name = 'ProofFault';
}

/**
 * Checks a proof of possession (RFC 9449, section 4.3), but for whether it was used before. Its
 * signature is looked at last, and with a token only where its key is that of the token.
 *
 * @throws {ProofFault} it is not good
 */
export async function checkProof(
  proof: string | readonly string[] | undefined,
  { method, url, token, thumbprint: bound, now }: ExpectedProof,
): Promise<Proof> {
  if (typeof proof !== 'string' || proof === '') throw new ProofFault('The DPoP proof is missing.');
  if (proof.length > MAX_LENGTH) throw new ProofFault('The DPoP proof is too long.');
  const { calculateJwkThumbprint, decodeProtectedHeader, EmbeddedJWK, jwtVerify } =
    await import('jose');
  const { payload, thumbprint } = await (async () => {
    const { jwk } = decodeProtectedHeader(proof);
    if (!isObject(jwk)) throw new ProofFault('The DPoP proof has no jwk.');
    const found = await calculateJwkThumbprint(jwk);
    if (bound !== undefined && found !== bound) {
      throw new ProofFault('The DPoP proof is by another key than that of the token.');
    }
    const verified = await jwtVerify(proof, EmbeddedJWK, {
      algorithms: [...DPOP_ALGORITHMS],
      typ: 'dpop+jwt',
      currentDate: new Date(now),
    });
    return { ...verified, thumbprint: found };
  })().catch((error: unknown) => {
    throw error instanceof ProofFault ? error : new ProofFault('The DPoP proof is not valid.');
  });
  const { iat, jti, htm, htu, ath } = payload;
  if (typeof jti !== 'string' || jti === '') throw new ProofFault('The DPoP proof has no jti.');
  if (typeof iat !== 'number') throw new ProofFault('The DPoP proof has no iat.');
  if (Math.abs(now - iat * 1_000) > PROOF_WINDOW_MS) {
    throw new ProofFault('The DPoP proof is not of these five minutes.');
  }
  if (htm !== method) throw new ProofFault('The DPoP proof is for another method.');
  if (!isSameTarget(htu, url)) throw new ProofFault('The DPoP proof is for another URL.');
  if (token !== undefined && ath !== hash('sha256', token, 'base64url')) {
    throw new ProofFault('The DPoP proof is for another token.');
  }
  // To a millisecond when it is too old, so that it is remembered no shorter than it counts.
  return { thumbprint, id: `${thumbprint}:${jti}`, endsAt: iat * 1_000 + PROOF_WINDOW_MS + 1 };
}

/** Without query and fragment, and however it is spelled (RFC 9449, section 4.3). */
function isSameTarget(htu: unknown, url: string): boolean {
  if (typeof htu !== 'string' || !URL.canParse(htu)) return false;
  const told = new URL(htu);
  told.search = '';
  told.hash = '';
  return told.href === new URL(url).href;
}
