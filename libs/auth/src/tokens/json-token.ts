import { isObject, jsonExcess, type JsonLimits } from '@repo/foundation';

/** Characters. Headers of 16 KiB are all that Node takes, and no provider's tokens come near. */
const MAX_TOKEN_LENGTH = 12_288;

/** Claims of providers have two or three. Tools, records and sessions walk over them. */
const LIMITS: JsonLimits = { levels: 32, values: Infinity };

/** `typ` of an access token, in lower case (RFC 9068, and what providers write instead). */
const ACCESS_TOKEN_TYPES = ['jwt', 'at+jwt', 'application/at+jwt'];

export type Claims = Readonly<Record<string, unknown>>;

/** What a JSON Web Token says, nothing of it verified. */
export interface TokenParts {
  readonly algorithm: string;
  readonly keyId: string | undefined;
  /** `typ` as it was written; the empty text where there is none. */
  readonly type: string;
  readonly claims: Claims;
  /** Header and claims as they were sent: what the signature is of. */
  readonly signed: string;
  readonly signature: Buffer;
}

/** A token that is not taken. The reason is for the log: clients are not told. */
export class TokenFault extends Error {}

/** Whether a credential begins as a token, with what the `{` of its header becomes in base64url. */
export function mayBeToken(credential: string): boolean {
  return credential.startsWith('e') && credential.length <= MAX_TOKEN_LENGTH;
}

/** Whether it has the shape of a JWS (RFC 7515, section 7.1), be it a good one or not. */
export function looksLikeToken(credential: string): boolean {
  return credential.split('.', 4).length === 3;
}

/**
 * Reads an access token far enough to know whose key would verify it.
 *
 * @throws {TokenFault} it is none
 */
export function readToken(token: string): TokenParts {
  const parts = readJws(token);
  const { type } = parts;
  if (type !== '' && !ACCESS_TOKEN_TYPES.includes(type.toLowerCase())) {
    throw new TokenFault('it is no access token');
  }
  return parts;
}

/**
 * Reads whatever is signed as a token is, be it an access token or not. Of the header, `alg`, `kid` and
 * `typ` are all that is looked at: a token must not say where its key is to be found (`jku`, `x5u`,
 * `jwk`, `x5c`).
 *
 * @throws {TokenFault} it is none
 */
export function readJws(token: string): TokenParts {
  if (token.length > MAX_TOKEN_LENGTH) throw new TokenFault('it is too long');
  const parts = token.split('.', 4).map(decodePart);
  const [header, claims] = parts.slice(0, 2).map(parseJson);
  const [, , signature] = parts;
  if (parts.length !== 3 || !isObject(header) || !isObject(claims) || signature === undefined) {
    throw new TokenFault('it is malformed');
  }
  const { alg, kid, typ, crit } = header;
  if (typeof alg !== 'string') throw new TokenFault('it names no algorithm');
  if (kid !== undefined && typeof kid !== 'string') throw new TokenFault('its kid is no text');
  // Whoever does not know such a header must refuse it (RFC 7515, section 4.1.11).
  if (crit !== undefined) throw new TokenFault('it has critical headers');
  // Issuers sign other things with the same keys: logout tokens, DPoP proofs, security events.
  const type = typ ?? '';
  if (typeof type !== 'string') throw new TokenFault('its typ is no text');
  const signed = token.slice(0, token.lastIndexOf('.'));
  return { algorithm: alg, keyId: kid, type, claims, signed, signature };
}

/** Only the one way to write it (RFC 7515, section 2): Node's decoder skips what it does not know. */
function decodePart(part: string): Buffer | undefined {
  const bytes = Buffer.from(part, 'base64url');
  return bytes.toString('base64url') === part ? bytes : undefined;
}

function parseJson(bytes: Buffer | undefined): unknown {
  if (bytes === undefined) return undefined;
  const text = bytes.toString('utf8');
  if (jsonExcess(text, LIMITS) !== undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
