import type { IncomingHttpHeaders } from 'node:http';

/**
 * What a request presents: a bearer token (RFC 6750) or an `X-API-Key`.
 *
 * @returns undefined when there is neither; the empty text, which fits no key, for an
 *   `Authorization` header of another scheme
 */
export function presentedCredential(headers: IncomingHttpHeaders): string | undefined {
  const { authorization } = headers;
  if (authorization !== undefined) return bearerToken(authorization);
  const apiKey = headers['x-api-key'];
  return typeof apiKey === 'string' ? apiKey : undefined;
}

const SCHEME = 'bearer ';

/** The scheme's name is case-insensitive (RFC 9110, section 11.1). */
function bearerToken(authorization: string): string {
  const isBearer = authorization.slice(0, SCHEME.length).toLowerCase() === SCHEME;
  return isBearer ? authorization.slice(SCHEME.length).trim() : '';
}
