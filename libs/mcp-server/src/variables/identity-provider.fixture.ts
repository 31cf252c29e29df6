import { inSeconds } from '@repo/auth/testing';
import { textOf } from '../testing/api.fixture';
import { PUBLIC_URL, onApi, provider, type Effects, type Environment } from './effect.fixture';

/** How a call with a token of the provider is answered, and who the tool sees. */
const signedIn = (claims: object, path = '/mcp/protected') =>
  onApi(async (api) => {
    const audience = { aud: PUBLIC_URL + path };
    const authorization = `Bearer ${provider.token({ ...audience, ...claims })}`;
    const answer = await api.call('caller', {}, { path, headers: { authorization } });
    if (!answer.ok) return answer.status;
    return JSON.parse((await textOf(answer)) ?? '{}') as unknown;
  });
const withProvider =
  (more: Environment = {}) =>
  () => ({
    PUBLIC_URL,
    JWT_ISSUER: provider.issuer,
    ...more,
  });

export const identityProviderEffects = {
  JWT_ISSUER: {
    before: 401,
    set: () => provider.issuer,
    after: { client: 'client', subject: 'user', scopes: [] },
    with: () => ({ PUBLIC_URL }),
    see: signedIn({}),
  },
  JWT_AUDIENCE: {
    before: 401,
    set: 'service',
    after: expect.objectContaining({ client: 'client' }),
    with: withProvider(),
    see: signedIn({ aud: 'service' }),
  },
  JWT_AUDIENCE_CLAIM: {
    before: 401,
    set: 'client_id',
    after: expect.objectContaining({ client: 'client' }),
    with: withProvider({ JWT_AUDIENCE: 'client' }),
    see: signedIn({ aud: undefined }),
  },
  JWKS_URL: {
    before: 503,
    set: () => provider.jwksUrl,
    after: expect.objectContaining({ client: 'client' }),
    with: withProvider(),
    see: async (environment) => {
      provider.metadata = { jwks_uri: `${provider.issuer}/nowhere` };
      try {
        return await signedIn({})(environment);
      } finally {
        provider.metadata = {};
      }
    },
  },
  JWT_SUBJECT_CLAIM: {
    before: expect.objectContaining({ subject: 'user' }),
    set: 'oid',
    after: expect.objectContaining({ subject: 'object' }),
    with: withProvider(),
    see: signedIn({ oid: 'object' }),
  },
  JWT_CLIENT_CLAIM: {
    before: expect.objectContaining({ client: 'client' }),
    set: 'app',
    after: expect.objectContaining({ client: 'application' }),
    with: withProvider(),
    see: signedIn({ app: 'application' }),
  },
  JWT_SCOPES_CLAIM: {
    before: expect.objectContaining({ scopes: ['a'] }),
    set: 'roles',
    after: expect.objectContaining({ scopes: ['b'] }),
    with: withProvider(),
    see: signedIn({ scope: 'a', roles: ['b'] }),
  },
  JWT_SCOPE_PREFIX: {
    before: expect.objectContaining({ scopes: ['api://mcp/read'] }),
    set: 'api://mcp/',
    after: expect.objectContaining({ scopes: ['read'] }),
    with: withProvider(),
    see: signedIn({ scope: 'api://mcp/read' }),
  },
  JWT_REQUIRED_CLAIMS: {
    before: expect.objectContaining({ client: 'client' }),
    set: 'token_use=access',
    after: 401,
    with: withProvider(),
    see: signedIn({}),
  },
  JWT_CLOCK_TOLERANCE: {
    before: 401,
    set: '5m',
    after: expect.objectContaining({ client: 'client' }),
    with: withProvider(),
    see: (environment) => signedIn({ exp: inSeconds(-120) })(environment),
  },
} satisfies Effects;
