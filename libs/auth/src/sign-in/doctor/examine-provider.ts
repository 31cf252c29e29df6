import { consoles } from '../providers/known-errors';
import type { Provider } from '../settings/provider';
import type { SignInSettings } from '../settings/sign-in-settings';
import { examineAuthorization, examineSecret } from './authorization-probe';
import { fault, ok, warning, type Examination, type Finding } from './finding';
import { examineKeys, examineMetadata, lists, pkceFinding, type Metadata } from './metadata';

export interface ProviderSurroundings {
  /** Where this server is, without a slash. */
  readonly origin: string;
  readonly settings: Pick<SignInSettings, 'grants'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Looks at a provider of `AUTH_PROVIDERS` from the outside. */
export async function examineProvider(
  provider: Provider,
  { origin, settings, now }: ProviderSurroundings,
): Promise<Examination> {
  const { id, preset, issuer } = provider;
  const redirectUri = `${origin}/oauth/callback/${id}`;
  const title = `${id} (${preset}), ${issuer}`;
  const first = [addressFinding(provider, redirectUri), groupsFinding(provider, settings)];
  const { metadata, findings } =
    preset === 'github' ? githubMetadata(issuer) : await discovered(issuer, now);
  if (metadata === undefined) return { title, findings: [...first, ...findings] };
  const more = preset === 'github' ? [] : await metadataFindings(provider, metadata);
  const { authorization_endpoint: authorization, token_endpoint: token } = metadata;
  // The secret goes to nobody who is not who the settings name.
  const isTrusted = findings.every(({ status }) => status !== 'fault');
  const probes = [
    ...(typeof authorization === 'string'
      ? [await examineAuthorization(provider, authorization, redirectUri)]
      : []),
    ...(typeof token === 'string' && isTrusted
      ? [await examineSecret(provider, token, redirectUri)]
      : []),
  ];
  return { title, findings: [...first, ...findings, ...more, ...probes] };
}

const discovered = (issuer: string, now: () => number) =>
  examineMetadata(issuer, [`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`], now);

/** It publishes none. */
const githubMetadata = (issuer: string): { metadata: Metadata; findings: readonly Finding[] } => ({
  findings: [],
  metadata: {
    authorization_endpoint: `${issuer}/login/oauth/authorize`,
    token_endpoint: `${issuer}/login/oauth/access_token`,
  },
});

function addressFinding({ preset }: Provider, redirectUri: string): Finding {
  const what = 'the address to return to';
  const { protocol, hostname } = new URL(redirectUri);
  const register = `register it at: ${consoles[preset].redirectUri}`;
  if (protocol === 'https:' || hostname === 'localhost') {
    return ok(what, `${redirectUri}; ${register}`);
  }
  const mend = 'Set PUBLIC_URL to the https: address that people use: providers take no other one.';
  return warning(what, `${redirectUri}; ${register}`, mend);
}

function groupsFinding(provider: Provider, { grants }: Pick<SignInSettings, 'grants'>): Finding {
  const what = 'groups';
  const { id, require, groupsClaims = [], preset, scopes } = provider;
  const isAsked =
    require.groups !== undefined ||
    grants.some(
      ({ groups, providers }) =>
        groups !== undefined && (providers === undefined || providers.includes(id)),
    );
  if (!isAsked) return ok(what, 'no entry of the settings looks at them');
  if (preset === 'github') {
    return scopes.split(' ').includes('read:org')
      ? ok(what, 'the organizations of the person, by read:org')
      : fault(what, 'organizations are not asked for', 'Add read:org to scopes.');
  }
  if (groupsClaims.length === 0) {
    const mend = 'Use domains, emails or tenants, or name groupsClaims if it has such a claim.';
    return fault(what, 'the settings look at them, and it tells none', mend);
  }
  return ok(what, `read from ${groupsClaims.join(', ')}`);
}

async function metadataFindings(
  provider: Provider,
  metadata: Metadata,
): Promise<readonly Finding[]> {
  return [
    await examineKeys(metadata['jwks_uri']),
    pkceFinding(metadata, false),
    codeFinding(metadata),
    authenticationFinding(provider, metadata),
    scopesFinding(provider, metadata),
    claimsFinding(provider, metadata),
  ];
}

function codeFinding(metadata: Metadata): Finding {
  const what = 'response types';
  if (lists(metadata, 'response_types_supported', 'code') !== false) return ok(what, 'code');
  return fault(what, 'code is not among them', 'Allow the authorization code flow there.');
}

function authenticationFinding(
  { clientAuthentication, manners, clientSecret }: Provider,
  metadata: Metadata,
): Finding {
  const what = 'how the secret is sent';
  if (clientSecret === undefined) return ok(what, 'there is none');
  const way = clientAuthentication ?? manners.clientAuthentication;
  const isThere = (name: string) =>
    lists(metadata, 'token_endpoint_auth_methods_supported', `client_secret_${name}`);
  if (isThere(way) !== false) return ok(what, way);
  const other = way === 'post' ? 'basic' : 'post';
  const mend =
    isThere(other) === true
      ? `Set clientAuthentication: ${other}.`
      : 'Take a kind of client there that has a secret.';
  return fault(what, `it does not take ${way}`, mend);
}

function scopesFinding({ scopes }: Provider, metadata: Metadata): Finding {
  const what = 'scopes';
  const missing = scopes
    .split(' ')
    .filter((scope) => lists(metadata, 'scopes_supported', scope) === false);
  if (missing.length === 0) return ok(what, scopes);
  // Some list what is usual alone.
  return warning(
    what,
    `its metadata do not name ${missing.join(', ')}`,
    `Add ${missing.join(', ')} there, or set scopes without, if the sign-in is refused with invalid_scope.`,
  );
}

function claimsFinding({ groupsClaims = [], preset }: Provider, metadata: Metadata): Finding {
  const what = 'claims for groups';
  const roots = groupsClaims.map((path) =>
    path.startsWith('https:') ? path : path.split('.')[0]!,
  );
  const told = roots.map((claim) => lists(metadata, 'claims_supported', claim));
  if (told.length === 0 || told.some((isThere) => isThere !== false)) {
    return ok(what, groupsClaims.join(', ') || 'none');
  }
  return warning(what, `its metadata name none of ${groupsClaims.join(', ')}`, GROUPS[preset]);
}

/** How groups come into tokens. */
const GROUPS: Readonly<Record<Provider['preset'], string>> = {
  entra: 'Token configuration, Add groups claim; or App roles, and assign people to them.',
  google: 'It has none.',
  github: 'It has organizations.',
  okta: 'Security, API, Authorization Servers, the server: a claim `groups` in the ID token, always, of value type Groups; and a scope `groups`.',
  auth0: 'An action of the Post Login trigger that sets a claim, named in groupsClaims.',
  keycloak:
    'Client scopes: a mapper of type Group Membership, or roles, with "Add to ID token" on.',
  cognito: 'Groups of the user pool; `cognito:groups` is in ID tokens of people who are in one.',
  oidc: 'Have it put groups into the ID token, and name the claim in groupsClaims.',
};
