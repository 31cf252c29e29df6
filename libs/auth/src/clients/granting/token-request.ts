import type { IncomingHttpHeaders } from 'node:http';
import { OAuthError } from './oauth.error';
import type { GrantRequest } from './token-grants';

/** Characters. None that is right comes near. */
const MAX_VALUE_LENGTH = 4_096;

interface ClientSecret {
  readonly clientId: string;
  readonly clientSecret: string;
}

/**
 * Reads a request for a token (RFC 6749, sections 2.3.1 and 4.4.2).
 *
 * @param body as `application/x-www-form-urlencoded`
 * @throws {OAuthError} what is wrong with it
 */
export function readTokenRequest(headers: IncomingHttpHeaders, body: string): GrantRequest {
  const form = readForm(body);
  const grantType = form.get('grant_type');
  if (grantType === undefined)
    throw invalid('grant_type is missing; it must be client_credentials.');
  if (grantType !== 'client_credentials') {
    throw new OAuthError('unsupported_grant_type', 'grant_type must be client_credentials.');
  }
  const client = clientOf(headers.authorization, form);
  const { dpop: proof } = headers;
  return { ...client, scope: form.get('scope'), resource: form.get('resource'), proof };
}

/** @returns no empty values: they count as left out (RFC 6749, section 3.2) */
function readForm(body: string): ReadonlyMap<string, string> {
  const form = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(body)) {
    if (form.has(name)) throw invalid('A parameter stands in the body more than once.');
    if (value.length > MAX_VALUE_LENGTH) throw invalid('A parameter is too long.');
    form.set(name, value);
  }
  for (const [name, value] of form) if (value === '') form.delete(name);
  return form;
}

function clientOf(
  authorization: string | undefined,
  form: ReadonlyMap<string, string>,
): ClientSecret {
  const clientId = form.get('client_id');
  const clientSecret = form.get('client_secret');
  if (authorization === undefined) {
    if (clientId === undefined || clientSecret === undefined) throw OAuthError.invalidClient();
    return { clientId, clientSecret };
  }
  if (clientSecret !== undefined) {
    throw invalid('Send the secret in the Authorization header or in the body, not in both.');
  }
  const client = basicClient(authorization);
  if (clientId === undefined || clientId === client.clientId) return client;
  throw invalid('client_id is another one than in the Authorization header.');
}

/** Both parts are form-encoded before they are joined and encoded again (RFC 6749, section 2.3.1). */
function basicClient(authorization: string): ClientSecret {
  const [, encoded = ''] = /^basic +([A-Za-z0-9+/]+=*) *$/i.exec(authorization) ?? [];
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon === -1) throw OAuthError.invalidClient();
  return {
    clientId: formDecoded(text.slice(0, colon)),
    clientSecret: formDecoded(text.slice(colon + 1)),
  };
}

function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw OAuthError.invalidClient();
  }
}

function invalid(message: string): OAuthError {
  return new OAuthError('invalid_request', message);
}
