import { hash, randomBytes } from 'node:crypto';
import { messageOf } from '@repo/foundation';
import { knownError } from '../providers/known-errors';
import type { Provider } from '../settings/provider';
import { fault, ok, warning, type Finding } from './finding';
import { jsonOf, probe } from './probe';

/** What a provider says that would now ask a person: it takes the client and the address. */
const WOULD_ASK =
  /^(login_required|interaction_required|consent_required|account_selection_required)$/;

const MAX_EXCERPT = 200;

/** Begins a sign-in without a person, and looks whether the provider would go on with it. */
export async function examineAuthorization(
  provider: Provider,
  endpoint: string,
  redirectUri: string,
): Promise<Finding> {
  const what = 'a sign-in that nobody is there for';
  const { clientId, scopes, preset } = provider;
  const url = new URL(endpoint);
  const parameters = {
    ...{ client_id: clientId, redirect_uri: redirectUri, response_type: 'code', scope: scopes },
    ...{ state: random(), nonce: random(), code_challenge_method: 'S256' },
    code_challenge: hash('sha256', random(), 'base64url'),
    // GitHub does not know it.
    ...(preset === 'github' ? {} : { prompt: 'none' }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  try {
    const answer = await probe(url.href, {}, redirectUri);
    const query = answer.url.searchParams;
    const error = query.get('error');
    if (error !== null && WOULD_ASK.test(error)) {
      return ok(what, 'it takes the client and the address to return to');
    }
    const said = [error, query.get('error_description'), answer.text].filter(Boolean).join(': ');
    const known = knownError(said, preset, redirectUri);
    if (
      known !== undefined &&
      (error !== null || answer.status >= 400 || isPageOfError(known.code))
    ) {
      return fault(what, `${known.code}: ${known.means}`, known.mend);
    }
    if (error !== null || answer.status >= 400) {
      return fault(what, excerptOf(said, answer.status), knownMend(redirectUri));
    }
    return warning(
      what,
      'it shows a page, which does not tell whether it knows client and address',
      `Compare with the provider: the client ${clientId}, the address ${redirectUri}.`,
    );
  } catch (error) {
    return fault(what, messageOf(error), 'Look whether this machine may reach it.');
  }
}

/** Providers show some of their errors on pages of status 200, with what else a page may say. */
const isPageOfError = (code: string): boolean => /^AADSTS|mismatch$/i.test(code);

/**
 * Asks for a token with a code that nobody issued: a provider looks first at who asks, so its refusal
 * tells whether it takes the secret. Nothing is issued.
 */
export async function examineSecret(
  provider: Provider,
  endpoint: string,
  redirectUri: string,
): Promise<Finding> {
  const what = 'the secret of this server';
  const { clientId, clientSecret, id, preset, manners, clientAuthentication } = provider;
  if (clientSecret === undefined) {
    const mend = `Set AUTH_CLIENT_SECRETS=${id}=…, unless the client has none there.`;
    return warning(what, 'there is none', mend);
  }
  const way = clientAuthentication ?? manners.clientAuthentication;
  const body = new URLSearchParams({
    ...{ grant_type: 'authorization_code', code: `doctor-${random()}`, redirect_uri: redirectUri },
    ...{ code_verifier: random() },
    ...(way === 'post' ? { client_id: clientId, client_secret: clientSecret } : {}),
  });
  const pair = [clientId, clientSecret].map((part) => encodeURIComponent(part)).join(':');
  const headers = {
    accept: 'application/json',
    ...(way === 'basic' && { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }),
  };
  try {
    const answer = await probe(endpoint, { method: 'POST', body, headers });
    const { error, error_description: description } = jsonOf(answer) ?? {};
    if (error === 'invalid_grant' || error === 'bad_verification_code') {
      return ok(what, 'it takes it');
    }
    const said = [error, description].filter((part) => typeof part === 'string').join(': ');
    const known = knownError(said, preset, redirectUri);
    if (known !== undefined) return fault(what, `${known.code}: ${known.means}`, known.mend);
    return warning(
      what,
      excerptOf(said, answer.status),
      'It says too little to tell; try a sign-in.',
    );
  } catch (error) {
    return fault(what, messageOf(error), 'Look whether this machine may reach it.');
  }
}

const random = (): string => randomBytes(32).toString('base64url');

const knownMend = (redirectUri: string): string =>
  `Compare the client, its allowed flows and scopes, and the address ${redirectUri} with the provider.`;

/** The words of what it says: of a page without its tags. */
function excerptOf(said: string, status: number): string {
  const words = said
    .replaceAll(/<[^<>]*>/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');
  return `it answers ${status}: ${words.join(' ').slice(0, MAX_EXCERPT) || 'nothing'}`;
}
