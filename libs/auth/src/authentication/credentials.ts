import type { IncomingHttpHeaders } from 'node:http';

/**
 * What a request presents: a token, for its bearer (RFC 6750) or with a proof (RFC 9449, section 7.1),
 * or an `X-API-Key`.
 *
 * @returns undefined when there is neither; the empty text, which fits no key, for an
 *   `Authorization` header of another scheme
 */
export function presentedCredential(headers: IncomingHttpHeaders): string | undefined {
  const { authorization } = headers;
  if (authorization !== undefined) return tokenIn(authorization);
  const apiKey = headers['x-api-key'];
  return typeof apiKey === 'string' ? apiKey : undefined;
}

/** Whether a token is presented with a proof, rather than for its bearer. */
export function isDpopScheme(authorization: string | undefined): boolean {
  return authorization !== undefined && hasScheme(authorization, DPOP);
}

const BEARER = 'bearer ';
const DPOP = 'dpop ';

function tokenIn(authorization: string): string {
  if (hasScheme(authorization, BEARER)) return authorization.slice(BEARER.length).trim();
  return hasScheme(authorization, DPOP) ? authorization.slice(DPOP.length).trim() : '';
}

/** Its name is case-insensitive (RFC 9110, section 11.1). */
function hasScheme(authorization: string, scheme: string): boolean {
  return authorization.slice(0, scheme.length).toLowerCase() === scheme;
}
