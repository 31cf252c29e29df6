import type { Configuration, errors, KoaContextWithOIDC } from 'oidc-provider';
import { AuthConfig } from '@repo/config';
import {
  AUTHORIZE_PATH,
  JWKS_PATH,
  REGISTER_PATH,
  REVOKE_PATH,
  TOKEN_PATH,
} from '../../discovery/authorization-server';
import type { ProtectedResources } from '../../discovery/protected-resources';
import { DPOP_ALGORITHMS } from '../../dpop/dpop-algorithms';
import type { SigningKey } from '../../keys/own-keys';
import type { SeenOnce } from '../../replay/seen-once';
import { permitted } from '../people/admission';
import type { People } from '../people/people';
import type { SignInFile } from '../settings/sign-in-schema';
import { grantOf, knownClients, OWN_CLIENT } from '../credentials/own-sign-in';
import { idTokenKeys } from './id-token-keys';
import { interactionPolicy } from './interaction-policy';
import { publicFetch } from '../../keys/public-fetch';
import { ConsumedError, type Records } from './records';
import { digestOf, type Seal } from './seal';

export const SIGN_IN_PATH = '/oauth/sign-in';

/** Seconds. Short, since a token is not looked up. */
const ACCESS_TOKEN_S = 900;
const CODE_S = 60;
const STEP_S = 900;
const DAY_S = 86_400;

/** Clients that have registered, at a time. */
const MAX_CLIENTS = 10_000;

export interface OAuthServerParts {
  readonly auth: AuthConfig;
  readonly signing: SigningKey;
  /** Of this server, without a slash. */
  readonly origin: string;
  readonly settings: Pick<SignInFile, 'clients' | 'registration' | 'sessionDays'>;
  readonly resources: ProtectedResources;
  readonly people: People;
  readonly records: Records;
  readonly seal: Seal;
  readonly seen: SeenOnce;
  /** The page of an error that no client can be told. */
  readonly errorPage: (
    context: KoaContextWithOIDC,
    error: errors.OIDCProviderError | Error,
  ) => string;
}

/** How oidc-provider is the authorization server of MCP (2026-07-28, authorization). */
export async function oauthServer(parts: OAuthServerParts): Promise<Configuration> {
  const { settings, resources, people, seal, signing } = parts;
  const { registration } = settings;
  const days = settings.sessionDays * DAY_S;
  const keys = idTokenKeys(parts);
  const [first] = keys;
  const secure = parts.origin.startsWith('https:');
  const cookie = { httpOnly: true, sameSite: 'lax', signed: true, path: '/oauth', secure } as const;
  return {
    adapter: (kind) => guarded(kind, parts),
    clients: knownClients(parts.origin, settings.clients),
    loadExistingGrant: grantOf,
    // Native: what runs on a person's machine may listen on any port of it (RFC 8252, section 7.3).
    clientDefaults: {
      application_type: 'native',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      id_token_signed_response_alg: first?.alg as 'EdDSA',
    },
    // Clients name the scopes that they have been asked for; what they get is the person's to say.
    extraClientMetadata: {
      properties: ['scope'],
      validator: (_context, _name, _value, metadata) => void delete metadata.scope,
    },
    clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    responseTypes: ['code'],
    enabledJWA: { dPoPSigningAlgValues: [...DPOP_ALGORITHMS] },
    scopes: ['offline_access'],
    pkce: { required: () => true },
    jwks: { keys },
    cookies: {
      names: { session: 'sign_in', interaction: 'sign_in_step', resume: 'sign_in_resume' },
      keys: [...seal.cookieKeys],
      long: cookie,
      short: cookie,
    },
    ttl: {
      AccessToken: ACCESS_TOKEN_S,
      AuthorizationCode: CODE_S,
      Interaction: STEP_S,
      Session: days,
      Grant: days,
      RefreshToken: days,
      IdToken: ACCESS_TOKEN_S,
    },
    routes: {
      authorization: AUTHORIZE_PATH,
      token: TOKEN_PATH,
      registration: REGISTER_PATH,
      revocation: REVOKE_PATH,
      jwks: JWKS_PATH,
    },
    interactions: {
      url: (_context, { uid }) => `${SIGN_IN_PATH}/${uid}`,
      policy: await interactionPolicy(),
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      dPoP: { enabled: true },
      revocation: { enabled: true },
      registration: { enabled: registration.dynamic, issueRegistrationAccessToken: false },
      clientIdMetadataDocument: {
        enabled: registration.metadataDocuments,
        ack: 'draft-02',
        allowFetch: (_context: unknown, id: string) =>
          registration.hosts?.includes(new URL(id).hostname) ?? true,
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: (_context, { clientId }, oneOf) =>
          oneOf ?? (clientId === OWN_CLIENT ? [] : resources.first),
        useGrantedResource: () => true,
        getResourceServerInfo: async (context, resource) => {
          const { InvalidTarget } = await oidcErrors();
          if (!resources.includes(resource)) throw new InvalidTarget();
          const scopes = await scopesFor(context, people);
          return {
            ...{ audience: resource, scope: scopes.join(' '), accessTokenTTL: ACCESS_TOKEN_S },
            accessTokenFormat: 'jwt',
            jwt: { sign: signatureOf(signing) },
          };
        },
      },
    },
    // Ends the token where its grant ends; see `GrantRevocations`.
    extraTokenClaims: (_context, token) =>
      'grantId' in token && token.grantId ? { grant: digestOf(token.grantId) } : undefined,
    fetch: publicFetch,
    expiresWithSession: () => false,
    issueRefreshToken: (_context, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    clientBasedCORS: (_context, origin, client) =>
      client.clientAuthMethod === 'none' &&
      (client.redirectUris ?? []).some(
        (uri) => URL.canParse(uri) && new URL(uri).origin === origin,
      ),
    findAccount: async (_context, id) => {
      const person = await people.find(id);
      return person && { accountId: id, claims: () => ({ sub: id }) };
    },
    renderError: (context, _out, error) => {
      context.type = 'html';
      context.body = parts.errorPage(context, error);
    },
  };
}

/**
 * What there is for a person, of what is asked for: all until it is known who they are, then what
 * they may do now, which may have become less, or more, since they gave their consent.
 */
async function scopesFor({ oidc }: KoaContextWithOIDC, people: People): Promise<readonly string[]> {
  const source = oidc.entities.AuthorizationCode ?? oidc.entities.RefreshToken;
  const asked = (source?.scope ?? oidc.params?.['scope'] ?? '') as string;
  const scopes = asked.split(' ').filter((scope) => scope !== '');
  const personId = source === undefined ? oidc.session?.accountId : source.accountId;
  if (source === undefined && personId === undefined) return scopes;
  const person = await people.find(personId ?? '');
  return permitted(person?.scopes ?? [], scopes);
}

const oidcErrors = async () => (await import('oidc-provider')).errors;

/** With a bound for who registers, and a plain refusal for who comes second. */
function guarded(
  kind: string,
  { records, seen }: Pick<OAuthServerParts, 'records' | 'seen'>,
): ReturnType<Records['adapter']> {
  const adapter = records.adapter(kind);
  if (kind === 'ReplayDetection') return onceOnly(adapter, seen);
  return {
    ...adapter,
    upsert: async (id, payload, seconds) => {
      if (kind === 'Client' && (await records.count(kind)) >= MAX_CLIENTS) {
        const { TemporarilyUnavailable } = await oidcErrors();
        throw new TemporarilyUnavailable('too many clients have registered; try again tomorrow');
      }
      await adapter.upsert(id, payload, seconds);
      // A client that somebody has signed in with is kept as long as they are signed in.
      if (kind === 'Grant' && payload.clientId) {
        await records.prolong('Client', payload.clientId, (seconds ?? 0) + DAY_S);
      }
    },
    consume: async (id) => {
      try {
        await adapter.consume(id);
      } catch (error) {
        if (!(error instanceof ConsumedError)) throw error;
        const { InvalidGrant } = await oidcErrors();
        throw new InvalidGrant(error.message);
      }
    },
  };
}

/**
 * What may be shown once. The library looks, and then saves: two replicas would both find nothing, so
 * to save is what decides.
 */
function onceOnly(
  adapter: ReturnType<Records['adapter']>,
  seen: SeenOnce,
): ReturnType<Records['adapter']> {
  return {
    ...adapter,
    find: () => Promise.resolve(undefined),
    upsert: async (id, _payload, seconds) => {
      const { InvalidGrant } = await oidcErrors();
      const isNew = await seen.take('sign-in', id, Date.now() + (seconds ?? 0) * 1_000);
      if (!isNew) throw new InvalidGrant('it was used before');
    },
  };
}

function signatureOf({ algorithm, id, key }: SigningKey) {
  return algorithm === 'HS256'
    ? ({ alg: 'HS256', key: key } as const)
    : ({ alg: algorithm, kid: id } as const);
}
