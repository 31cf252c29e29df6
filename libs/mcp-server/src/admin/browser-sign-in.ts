import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { ForbiddenException } from '@nestjs/common';

const SCHEME = 'basic ';
const SAFE_METHODS: readonly (string | undefined)[] = ['GET', 'HEAD', 'OPTIONS'];

/** Asks a browser for a name and a password (RFC 7617). */
export const BASIC_CHALLENGE = 'Basic realm="admin: any name, and a key as the password"';

/**
 * Takes the password of a Basic sign-in, which every browser can ask for, as the key of the request;
 * the name is of no matter.
 */
export function acceptBasicSignIn(headers: IncomingHttpHeaders): void {
  const { authorization = '' } = headers;
  if (authorization.slice(0, SCHEME.length).toLowerCase() !== SCHEME) return;
  const pair = Buffer.from(authorization.slice(SCHEME.length), 'base64').toString();
  delete headers.authorization;
  headers['x-api-key'] = pair.slice(pair.indexOf(':') + 1);
}

/** Whether a request is one that a browser adds credentials to by itself. */
export function isAmbient({ authorization = '', ...headers }: IncomingHttpHeaders): boolean {
  const isBasic = authorization.slice(0, SCHEME.length).toLowerCase() === SCHEME;
  return isBasic || (authorization === '' && headers['x-api-key'] === undefined);
}

/**
 * Keeps pages of others from changing anything with the sign-in that a browser remembers (CSRF). A
 * client that is no browser sends none of these headers, and remembers nothing.
 *
 * @throws {ForbiddenException} where another site's page sends the request
 */
export function refuseForgery({ method, headers }: IncomingMessage): void {
  if (SAFE_METHODS.includes(method)) return;
  const site = headers['sec-fetch-site'];
  const isOwn = site === undefined ? isSameOrigin(headers) : site === 'same-origin';
  if (!isOwn) throw new ForbiddenException('Only pages of this server may change something.');
}

/** The headers for the check of the origin: a page of this very server needs no leave. */
export function withoutOwnOrigin(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return isSameOrigin(headers) ? { ...headers, origin: undefined } : headers;
}

function isSameOrigin({ origin, host }: IncomingHttpHeaders): boolean {
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}
