import type { OpenApiDocument, SecurityScheme } from './document';
import type { BuiltRequest } from './build-request';

/**
 * Puts the credential where the document wants it: the first scheme of its components that is known.
 * Bearer for tokens of OAuth and OpenID Connect; `user:password` for Basic.
 */
export function addCredential(
  { url, headers }: BuiltRequest,
  document: OpenApiDocument,
  credential: string,
): void {
  const schemes = Object.values(document.components?.securitySchemes ?? {});
  const { type, scheme, name = '', in: place } = schemes.find(isKnown) ?? BEARER;
  if (type === 'apiKey' && place === 'query') url.searchParams.set(name, credential);
  else if (type === 'apiKey') headers[name.toLowerCase()] = credential;
  else if (scheme?.toLowerCase() === 'basic') {
    headers['authorization'] = `Basic ${Buffer.from(credential).toString('base64')}`;
  } else headers['authorization'] = `Bearer ${credential}`;
}

const BEARER: SecurityScheme = { type: 'http', scheme: 'bearer' };

const isKnown = ({ type, scheme = '', in: place }: SecurityScheme) =>
  type === 'oauth2' ||
  type === 'openIdConnect' ||
  (type === 'apiKey' && (place === 'header' || place === 'query')) ||
  (type === 'http' && /^(basic|bearer)$/i.test(scheme));
