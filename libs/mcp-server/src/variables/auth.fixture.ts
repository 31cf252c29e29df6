import { generateKeyPairSync } from 'node:crypto';
import { TestApi } from '../testing/api.fixture';
import {
  PUBLIC_URL,
  SECRET,
  SeenModule,
  callStatus,
  onApi,
  onStdio,
  production,
  starts,
  status,
  type Effects,
} from './effect.fixture';

const KEY = 'a-key-that-is-long-enough-for-a-first-try';

export const authEffects = {
  MCP_AUTH: { before: 200, set: 'required', after: 401, see: callStatus() },
  ALLOW_UNAUTHENTICATED: {
    before: 'is refused',
    set: 'true',
    after: 'starts',
    with: () => ({ ...production(), MCP_AUTH: 'off' }),
    see: starts,
  },
  ALLOW_WEAK_SECRETS: {
    before: 'is refused',
    set: 'true',
    after: 'starts',
    with: () => ({ ...production(), API_KEY: 'short' }),
    see: starts,
  },
  DPOP_REQUIRED: {
    before: 200,
    set: 'true',
    after: 401,
    see: onApi((api) => {
      const token = api.sign({ clientId: 'machine', scopes: [], lifetime: 60 });
      return status(api.call('whoami', {}, { headers: { authorization: `Bearer ${token}` } }));
    }),
  },
  API_KEY: {
    before: 401,
    set: KEY,
    after: 200,
    with: () => ({ MCP_AUTH: 'required' }),
    see: callStatus('whoami', {}, { 'x-api-key': KEY }),
  },
  JWT_SECRET: {
    before: 401,
    set: SECRET,
    after: 200,
    with: () => ({ MCP_AUTH: 'required', PUBLIC_URL }),
    see: onApi(async (api) => {
      // Another replica, which has the secret.
      const other = await TestApi.start({ JWT_SECRET: SECRET, PUBLIC_URL }, SeenModule);
      const token = other.sign({ clientId: 'replica', scopes: [], lifetime: 60 });
      await other.stop();
      return status(api.call('whoami', {}, { headers: { authorization: `Bearer ${token}` } }));
    }),
  },
  JWT_PRIVATE_KEY: {
    before: 0,
    set: () =>
      generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    after: 1,
    see: onApi(async (api) => {
      const answer = await api.fetch('/.well-known/jwks.json');
      const { keys = [] } = answer.ok ? ((await answer.json()) as { keys: unknown[] }) : {};
      return keys.length;
    }),
  },
  MCP_BASE_SCOPES: {
    before: undefined,
    set: 'invoices:read',
    after: ['invoices:read'],
    see: onApi(async (api) => {
      const answer = await api.fetch('/.well-known/oauth-protected-resource/mcp');
      return ((await answer.json()) as { scopes_supported?: unknown }).scopes_supported;
    }),
  },
  STDIO_SCOPES: {
    before: 'anonymous',
    set: 'invoices:read',
    after: 'local',
    see: onStdio('whoami'),
  },
} satisfies Effects;
