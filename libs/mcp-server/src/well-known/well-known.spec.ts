import { generateKeyPairSync } from 'node:crypto';
import { V1ServerHost } from '@repo/mcp-core';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { Module } from '@nestjs/common';
import { TestApi } from '../testing/api.fixture';

@Module({
  providers: [
    {
      provide: 'billing',
      useFactory: () =>
        new V1ServerHost({
          path: '/billing/mcp',
          create: () => new McpServer({ name: 'billing', version: '1.0.0' }),
        }),
    },
  ],
})
class Billing {}

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();

describe('the metadata of the sign-in', () => {
  let api: TestApi;
  beforeAll(async () => {
    const settings = {
      PUBLIC_URL: 'https://mcp.example.com/',
      JWT_PRIVATE_KEY: pem,
      MCP_BASE_SCOPES: 'mcp:connect',
    };
    api = await TestApi.start(settings, Billing);
  });
  afterAll(() => api.stop());

  const get = async (path: string, headers = {}) => {
    const answer = await api.fetch(`/.well-known/${path}`, { headers });
    return { answer, document: (await answer.json()) as Record<string, unknown> };
  };

  it.each([
    ['', '/mcp'],
    ['/mcp', '/mcp'],
    ['/mcp/protected', '/mcp/protected'],
    ['/billing/mcp', '/billing/mcp'],
    ['/admin', '/admin'],
  ])('says at %j how to call %s (RFC 9728)', async (suffix, path) => {
    const { answer, document } = await get(`oauth-protected-resource${suffix}`);
    expect(document).toEqual({
      resource: `https://mcp.example.com${path}`,
      authorization_servers: ['https://mcp.example.com'],
      bearer_methods_supported: ['header'],
      scopes_supported: ['mcp:connect'],
      dpop_signing_alg_values_supported: ['ES256', 'Ed25519', 'EdDSA'],
    });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('content-type')).toContain('application/json');
  });

  it('has the cards of the servers, but not of those that are only mounted', async () => {
    const { document } = await get('ai-catalog.json');
    const { entries } = document as { entries: { url: string }[] };
    expect(entries.map(({ url }) => url)).toEqual(['https://mcp.example.com/mcp/server-card']);
    const card = await api.fetch('/mcp/server-card');
    expect(card.headers.get('content-type')).toBe('application/mcp-server-card+json');
    expect(await card.json()).toMatchObject({ remotes: [{ url: 'https://mcp.example.com/mcp' }] });
    const etag = card.headers.get('etag') ?? '';
    const again = await api.fetch('/mcp/server-card', { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
    expect((await api.fetch('/billing/mcp/server-card')).status).toBe(404);
  });

  it('is where a 401 of each endpoint points to', async () => {
    for (const path of ['/mcp/protected', '/billing/mcp']) {
      const answer = await api.call('whoami', {}, { path, headers: { 'x-api-key': 'wrong' } });
      const url = `https://mcp.example.com/.well-known/oauth-protected-resource${path}`;
      expect(answer.headers.get('www-authenticate')).toContain(`resource_metadata="${url}"`);
    }
    const none = await api.call('whoami', {}, { path: '/mcp/protected' });
    expect(none.headers.get('www-authenticate')).toMatch(/^Bearer scope="mcp:connect", resource_/);
  });

  it('has none of what is no endpoint', async () => {
    expect((await get('oauth-protected-resource/health')).answer.status).toBe(404);
    expect((await get('openid-configuration')).answer.status).toBe(404);
  });

  it('describes this server as an issuer (RFC 8414), with its public keys', async () => {
    const { document } = await get('oauth-authorization-server');
    expect(document).toEqual({
      issuer: 'https://mcp.example.com',
      authorization_endpoint: 'https://mcp.example.com/oauth/authorize',
      token_endpoint: 'https://mcp.example.com/oauth/token',
      jwks_uri: 'https://mcp.example.com/.well-known/jwks.json',
      response_types_supported: [],
      grant_types_supported: ['client_credentials'],
      token_endpoint_auth_methods_supported: [
        'client_secret_basic',
        'client_secret_post',
        'private_key_jwt',
      ],
      token_endpoint_auth_signing_alg_values_supported: ['RS256', 'ES256', 'EdDSA'],
      dpop_signing_alg_values_supported: ['ES256', 'Ed25519', 'EdDSA'],
    });
    const { keys } = (await get('jwks.json')).document as { keys: Record<string, string>[] };
    expect(keys).toEqual([
      { kty: 'EC', crv: 'P-256', x: expect.any(String), y: expect.any(String), ...published },
    ]);
  });
  const published = { kid: expect.any(String) as string, use: 'sig', alg: 'ES256' };

  it('does not believe a Host header', async () => {
    const { document } = await get('oauth-protected-resource', { 'x-forwarded-host': 'evil.com' });
    expect(JSON.stringify(document)).not.toContain('evil');
  });
});

describe('without settings', () => {
  it('the address that the process listens on is its name, and no secret is published', async () => {
    const api = await TestApi.start();
    const metadata = await api.fetch('/.well-known/oauth-protected-resource/mcp');
    expect(await metadata.json()).toMatchObject({
      resource: `${api.url}/mcp`,
      authorization_servers: [api.url],
    });
    expect(await (await api.fetch('/.well-known/jwks.json')).json()).toEqual({ keys: [] });
    await api.stop();
  });

  it('an outside provider is where clients sign in', async () => {
    const api = await TestApi.start({ JWT_ISSUER: 'http://127.0.0.1:1/tenant' });
    const metadata = await api.fetch('/.well-known/oauth-protected-resource/mcp');
    expect(await metadata.json()).toMatchObject({
      authorization_servers: ['http://127.0.0.1:1/tenant'],
    });
    await api.stop();
  });
});
