import { isObject } from '@repo/foundation';
/** Characters. Headers of 16 KiB are all that Node takes, and no provider's tokens come near. */
export const MAX_TOKEN_LENGTH = 12_288;

/** `typ` of an access token, in lower case (RFC 9068, and what providers write instead). */
const ACCESS_TOKEN_TYPES = ['jwt', 'at+jwt', 'application/at+jwt'];

/** What a JSON Web Token says, nothing of it verified. */
export interface TokenParts {
  readonly algorithm: string;
  readonly keyId: string | undefined;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** A token that is not taken. The reason is for the log: clients are not told. */
export class TokenFault extends Error {}

/** Whether it has the shape of a JWS (RFC 7515, section 7.1), be it a good one or not. */
export function looksLikeToken(credential: string): boolean {
  return credential.split('.', 4).length === 3;
}

/**
 * Reads a token far enough to know whose key would verify it. Of the header, `alg` and `kid` are all
 * that is looked at: a token must not say where its key is to be found (`jku`, `x5u`, `jwk`, `x5c`).
 *
 * @throws {TokenFault} it is none
 */
export function readToken(token: string): TokenParts {
  const [header, payload] = token.split('.', 2).map(readPart);
  if (!isObject(header) || !isObject(payload)) throw new TokenFault('it is malformed');
  const { alg, kid, typ, crit } = header;
  if (typeof alg !== 'string') throw new TokenFault('it names no algorithm');
  if (kid !== undefined && typeof kid !== 'string') throw new TokenFault('its kid is no text');
  // Whoever does not know such a header must refuse it (RFC 7515, section 4.1.11).
  if (crit !== undefined) throw new TokenFault('it has critical headers');
  if (typ !== undefined && !isAccessTokenType(typ)) throw new TokenFault('it is no access token');
  return { algorithm: alg, keyId: kid, claims: payload };
}

function readPart(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Providers sign other things with the same keys: logout tokens, DPoP proofs, security events. */
function isAccessTokenType(type: unknown): boolean {
  return typeof type === 'string' && ACCESS_TOKEN_TYPES.includes(type.toLowerCase());
}
