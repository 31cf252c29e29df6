import type { IncomingHttpHeaders } from 'node:http';
import type { ClientCredential } from './client-authenticator';
import {
  ACCESS_TOKEN_TYPE,
  CLIENT_CREDENTIALS,
  JWT_BEARER,
  SUBJECT_TOKEN_TYPES,
  TOKEN_EXCHANGE,
} from '../../discovery/grant-types';
import { OAuthError } from './oauth.error';
import { presentedClient } from './presented-client';
import type { TokenWish } from './token-issuer';

/** Characters. None that is right comes near. */
const MAX_VALUE_LENGTH = 4_096;
/** Of what somebody else has signed, who may have much to say. */
const MAX_ASSERTION_LENGTH = 8_192;
const ASSERTIONS = ['assertion', 'subject_token', 'client_assertion'];

/** What somebody asks the token endpoint for, nothing of it checked. */
export interface TokenRequest extends TokenWish {
  readonly grantType: typeof CLIENT_CREDENTIALS | typeof TOKEN_EXCHANGE | typeof JWT_BEARER;
  /** Absent where the request names none with a credential. */
  readonly client: ClientCredential | undefined;
  /** What is exchanged for a token: `assertion`, or `subject_token`; empty where nothing is. */
  readonly assertion: string;
}

/**
 * Reads a request for a token (RFC 6749, section 4.4.2; RFC 7523, section 2.1; RFC 8693, section 2.1).
 *
 * @param body as `application/x-www-form-urlencoded`
 * @throws {OAuthError} what is wrong with it
 */
export function readTokenRequest(headers: IncomingHttpHeaders, body: string): TokenRequest {
  const form = readForm(body);
  const grantType = grantTypeOf(form.get('grant_type'));
  return {
    grantType,
    client: presentedClient(headers.authorization, form),
    assertion: assertionOf(grantType, form),
    scope: form.get('scope'),
    resource: form.get('resource') ?? form.get('audience'),
    proof: headers['dpop'],
  };
}

function grantTypeOf(text: string | undefined): TokenRequest['grantType'] {
  if (text === undefined) throw invalid('grant_type is missing; it must be client_credentials.');
  if (text === CLIENT_CREDENTIALS || text === TOKEN_EXCHANGE || text === JWT_BEARER) return text;
  throw new OAuthError('unsupported_grant_type', 'grant_type must be client_credentials.');
}

function assertionOf(grantType: TokenRequest['grantType'], form: ReadonlyMap<string, string>) {
  if (grantType === CLIENT_CREDENTIALS) return '';
  const name = grantType === JWT_BEARER ? 'assertion' : 'subject_token';
  const text = form.get(name);
  if (text === undefined) throw invalid(`${name} is missing.`);
  if (grantType === JWT_BEARER) return text;
  if (!SUBJECT_TOKEN_TYPES.includes(form.get('subject_token_type'))) {
    throw invalid(`subject_token_type must be one of: ${SUBJECT_TOKEN_TYPES.join(', ')}.`);
  }
  if ((form.get('requested_token_type') ?? ACCESS_TOKEN_TYPE) !== ACCESS_TOKEN_TYPE) {
    throw invalid(`requested_token_type must be ${ACCESS_TOKEN_TYPE}.`);
  }
  if (form.has('actor_token')) throw invalid('There are no tokens here for who acts for another.');
  return text;
}

/** @returns no empty values: they count as left out (RFC 6749, section 3.2) */
function readForm(body: string): ReadonlyMap<string, string> {
  const form = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(body)) {
    if (form.has(name)) throw invalid('A parameter stands in the body more than once.');
    const most = ASSERTIONS.includes(name) ? MAX_ASSERTION_LENGTH : MAX_VALUE_LENGTH;
    if (value.length > most) throw invalid('A parameter is too long.');
    form.set(name, value);
  }
  for (const [name, value] of form) if (value === '') form.delete(name);
  return form;
}

function invalid(message: string): OAuthError {
  return new OAuthError('invalid_request', message);
}
