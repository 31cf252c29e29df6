import type { PresetName } from '../settings/presets';

/** What a provider means by an error, and what is to be done there. */
export interface KnownError {
  /** As the provider has it: `AADSTS50011`, `redirect_uri_mismatch`. */
  readonly code: string;
  readonly means: string;
  readonly mend: string;
}

interface Entry {
  /** What it says; the whole of a page, for some. */
  readonly says: RegExp;
  readonly means: string;
  readonly mend: string;
}

/** Where settings are, in the words of each provider's console. */
export const consoles: Readonly<Record<PresetName, { readonly [what in Place]: string }>> = {
  entra: {
    redirectUri:
      'App registrations, the application, Authentication, Redirect URIs of platform Web',
    client: 'App registrations, the application, Overview: Application (client) ID',
    secret:
      'App registrations, the application, Certificates & secrets: the Value of a new client secret',
    people: 'Enterprise applications, the application, Users and groups',
  },
  google: {
    redirectUri: 'Google Auth Platform, Clients, the client, Authorized redirect URIs',
    client: 'Google Auth Platform, Clients: Client ID',
    secret: 'Google Auth Platform, Clients, the client: Client secrets',
    people: 'Google Auth Platform, Audience',
  },
  github: {
    redirectUri: 'Developer settings, OAuth Apps, the app, Authorization callback URL',
    client: 'Developer settings, OAuth Apps, the app: Client ID',
    secret: 'Developer settings, OAuth Apps, the app: Client secrets',
    people: 'the organization, Third-party Access, OAuth app policy',
  },
  okta: {
    redirectUri: 'Applications, the application, General, Sign-in redirect URIs',
    client: 'Applications, the application, General: Client ID',
    secret: 'Applications, the application, General: Client Secrets',
    people: 'Applications, the application, Assignments',
  },
  auth0: {
    redirectUri: 'Applications, the application, Settings, Allowed Callback URLs',
    client: 'Applications, the application, Settings: Client ID',
    secret: 'Applications, the application, Settings: Client Secret',
    people: 'Applications, the application, Connections',
  },
  keycloak: {
    redirectUri: 'Clients, the client, Settings, Valid redirect URIs',
    client: 'Clients: Client ID',
    secret: 'Clients, the client, Credentials: Client Secret',
    people: 'Users, and the authentication flow of the realm',
  },
  cognito: {
    redirectUri:
      'User pools, the pool, App clients, the client, Login pages, Allowed callback URLs',
    client: 'User pools, the pool, App clients: Client ID',
    secret: 'User pools, the pool, App clients, the client: Client secret',
    people: 'User pools, the pool, Users',
  },
  oidc: {
    redirectUri: 'the redirect URIs of the client',
    client: 'the id of the client',
    secret: 'the secret of the client',
    people: 'who may use the client',
  },
};

export type Place = 'redirectUri' | 'client' | 'secret' | 'people';

/** What stands for places in a mend. */
const PLACES = /\{(redirectUri|client|secret|people)\}/g;

const REDIRECT_URI: Omit<Entry, 'says'> = {
  means: 'the address to return to is not registered there',
  mend: 'Register {address}, to the character, at: {redirectUri}.',
};
const CLIENT: Omit<Entry, 'says'> = {
  means: 'it does not know the client',
  mend: 'Compare clientId, and tenant or issuer, with: {client}.',
};
const SECRET: Omit<Entry, 'says'> = {
  means: 'it does not take the secret of this server',
  mend: 'Set AUTH_CLIENT_SECRETS to: {secret}. Where the provider wants it sent otherwise, set clientAuthentication.',
};
const NOT_LET_IN: Omit<Entry, 'says'> = {
  means: 'it does not let this person use the application',
  mend: 'Let them at: {people}.',
};

/** The first that fits counts, so what a vendor says is before what all say. */
const ENTRIES: readonly Entry[] = [
  { says: /AADSTS50011\b/, ...REDIRECT_URI },
  { says: /AADSTS(700016|90013|900144)\b/, ...CLIENT },
  {
    says: /AADSTS(90002|900023)\b/,
    means: 'there is no such tenant',
    mend: 'Set tenant to the Directory (tenant) ID of the application’s Overview.',
  },
  {
    says: /AADSTS7000222\b/,
    means: 'the secret of this server has expired',
    mend: 'Make a new one, and set AUTH_CLIENT_SECRETS to: {secret}.',
  },
  {
    says: /AADSTS7000215\b/,
    means: 'the secret of this server is wrong; often it is the Secret ID instead of the Value',
    mend: 'Set AUTH_CLIENT_SECRETS to: {secret}.',
  },
  { says: /AADSTS7000218\b/, ...SECRET },
  {
    says: /AADSTS9010010\b/,
    means: 'a client sent `resource`, and Entra ID takes none that its scopes are not of',
    mend: 'Let clients sign in at this server: set AUTH_PROVIDERS instead of JWT_ISSUER.',
  },
  {
    says: /AADSTS(65001|90094)\b/,
    means: 'nobody has consented to what the application asks for',
    mend: 'Grant admin consent at: App registrations, the application, API permissions.',
  },
  { says: /AADSTS50105\b/, ...NOT_LET_IN },
  {
    says: /AADSTS(50020|50194|500011)\b/,
    means: 'the person is of another tenant',
    mend: 'Invite them as a guest, or let the application take several tenants: Supported account types.',
  },
  {
    says: /AADSTS(53000|53001|53002|53003)\b/,
    means: 'Conditional Access keeps the person out',
    mend: 'See Sign-in logs, Conditional Access, for the policy that did.',
  },
  {
    says: /AADSTS(9002326|9002327|9002325)\b/,
    means: 'the address to return to is registered for a single-page application',
    mend: 'Register it for the platform Web instead: {redirectUri}.',
  },
  {
    says: /org_internal/,
    means: 'the application is for one organization, of which the person is not',
    mend: 'Choose the user type at: {people}.',
  },
  { says: /deleted_client|incorrect_client_credentials/, ...SECRET },
  {
    says: /Policy evaluation failed/i,
    means: 'no access policy of the authorization server lets this client in',
    mend: 'Add a policy and a rule at: Security, API, Authorization Servers, Access Policies.',
  },
  { says: /not assigned to the client application/i, ...NOT_LET_IN },
  {
    says: /scopes? (are|is) not configured|invalid_scope/i,
    means: 'it does not know a scope that is asked for',
    mend: 'Add the scope there, or set scopes of the provider to those that there are.',
  },
  {
    says: /redirect_uri_mismatch|redirect_mismatch|callback URL mismatch|'redirect_uri' parameter must|invalid (parameter: )?redirect_uri|redirect_uri did not match|unregistered redirect_uri/i,
    ...REDIRECT_URI,
  },
  {
    says: /unknown client|client (was )?not found|OAuth client was not found|invalid client_id|client is invalid/i,
    ...CLIENT,
  },
  { says: /invalid_client/, ...SECRET },
  {
    says: /unauthorized_client/,
    means: 'the client may not use this flow',
    mend: 'Allow the authorization code flow to the client (Keycloak: Standard flow).',
  },
  {
    says: /unsupported_response_type/,
    means: 'it has no authorization code flow for this client',
    mend: 'Allow the authorization code flow to the client.',
  },
  {
    says: /access_denied/,
    means: 'the person refused, or it does not let them use the application',
    mend: 'Let them at: {people}.',
  },
  {
    says: /temporarily_unavailable|server_error/,
    means: 'it cannot answer now',
    mend: 'Try again later; see its status page.',
  },
];

/**
 * What a provider means by what it said.
 *
 * @param text an error with its description, or the text of a page
 * @param address that this server has the person sent back to
 * @returns undefined for what nobody has explained yet
 */
export function knownError(
  text: string,
  preset: PresetName,
  address: string,
): KnownError | undefined {
  for (const { says, means, mend } of ENTRIES) {
    const [code] = says.exec(text) ?? [];
    if (code === undefined) continue;
    const places = { ...consoles[preset] };
    const filled = mend
      .replaceAll(PLACES, (_whole, place: Place) => places[place])
      .replaceAll('{address}', address);
    return { code, means, mend: filled };
  }
  return undefined;
}
