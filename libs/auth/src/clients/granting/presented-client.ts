import { readJws, TokenFault } from '../../tokens/json-token';
import type { ClientCredential } from './client-authenticator';
import { CLIENT_ASSERTION_TYPE } from '../../discovery/grant-types';
import { OAuthError } from './oauth.error';

type Form = ReadonlyMap<string, string>;

/**
 * What a request says of the client that sends it, nothing of it checked (RFC 6749, section 2.3.1;
 * RFC 7523, section 2.2).
 *
 * @returns undefined where it names none with a credential
 * @throws {OAuthError} what is wrong with it
 */
export function presentedClient(
  authorization: string | undefined,
  form: Form,
): ClientCredential | undefined {
  const clientId = form.get('client_id');
  const clientSecret = form.get('client_secret');
  const credentials = ['client_secret', 'client_assertion'].filter((name) => form.has(name));
  if (credentials.length + (authorization === undefined ? 0 : 1) > 1) {
    throw new OAuthError(
      'invalid_request',
      'Send one credential: a secret in the Authorization header or in the body, or an assertion.',
    );
  }
  if (authorization !== undefined) return named(clientId, basicClient(authorization));
  if (form.has('client_assertion')) return named(clientId, assertedClient(form));
  if (clientId === undefined || clientSecret === undefined) return undefined;
  return { clientId, clientSecret };
}

function named(clientId: string | undefined, client: ClientCredential): ClientCredential {
  if (clientId === undefined || clientId === client.clientId) return client;
  throw new OAuthError('invalid_request', 'client_id is another one than in the credential.');
}

function assertedClient(form: Form): ClientCredential {
  if (form.get('client_assertion_type') !== CLIENT_ASSERTION_TYPE) {
    throw new OAuthError(
      'invalid_request',
      `client_assertion_type must be ${CLIENT_ASSERTION_TYPE}.`,
    );
  }
  const clientAssertion = form.get('client_assertion') ?? '';
  try {
    const { sub: clientId } = readJws(clientAssertion).claims;
    if (typeof clientId === 'string') return { clientId, clientAssertion };
  } catch (error) {
    if (!(error instanceof TokenFault)) throw error;
  }
  throw OAuthError.invalidClient();
}

/** Both parts are form-encoded before they are joined and encoded again (RFC 6749, section 2.3.1). */
function basicClient(authorization: string): ClientCredential {
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
