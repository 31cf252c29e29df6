import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { ClientMetadata, KoaContextWithOIDC } from 'oidc-provider';
import { AUTHORIZE_PATH } from '../../discovery/authorization-server';
import type { SignInFile } from '../settings/sign-in-schema';
import { LINK_PATH } from './link-tickets';

/** This server as a client of itself: people sign in for its own pages. */
export const OWN_CLIENT = 'this-server';

export const RETURN_PATH = `${LINK_PATH}/return`;

/** The clients that need not register: this server itself, and those of the settings. */
export const knownClients = (
  origin: string,
  clients: SignInFile['clients'],
): readonly ClientMetadata[] => [
  {
    client_id: OWN_CLIENT,
    redirect_uris: [origin + RETURN_PATH],
    token_endpoint_auth_method: 'none',
    application_type: 'web',
  },
  ...clients.map(({ id, name, redirectUris }) => ({
    ...{ client_id: id, client_name: name, redirect_uris: [...redirectUris] },
    token_endpoint_auth_method: 'none' as const,
  })),
];

/** This server does nothing in the name of people who sign in for its own pages: it need not ask them. */
export async function grantOf({ oidc }: KoaContextWithOIDC) {
  const { client, session, result, provider, account } = oidc;
  const id = result?.consent?.grantId ?? session?.grantIdFor(client!.clientId);
  if (id !== undefined) return provider.Grant.find(id);
  if (client?.clientId !== OWN_CLIENT) return undefined;
  const grant = new provider.Grant({ clientId: OWN_CLIENT, accountId: account!.accountId });
  grant.addOIDCScope('openid');
  await grant.save();
  return grant;
}

/**
 * Where a person signs in who comes back to a page of ours. What they come back with is of no use: the
 * session of their browser is what they came for.
 *
 * @param state which page that is
 * @param isAnew whether one who is signed in goes to their provider again
 */
export function signInAddress(state: string, isAnew = false): string {
  const asked = new URLSearchParams({
    ...{ client_id: OWN_CLIENT, response_type: 'code', scope: 'openid', state },
    ...{ code_challenge: random(), code_challenge_method: 'S256' },
    ...(isAnew && { prompt: 'login' }),
  });
  return `${AUTHORIZE_PATH}?${asked.toString()}`;
}

export function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location, 'cache-control': 'no-store' }).end();
}

/** 256 bits, as addresses and PKCE take them. */
export const random = (): string => randomBytes(32).toString('base64url');
