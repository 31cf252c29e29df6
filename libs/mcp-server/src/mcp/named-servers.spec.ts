import { FakeIdentityProvider } from '@repo/auth/testing';
import { McpModule, Tool } from '@repo/mcp-core';
import { Injectable, Module } from '@nestjs/common';
import { TestApi, textOf } from '../testing/api.fixture';

@Injectable()
class Invoices {
  @Tool({ name: 'find_invoice', description: 'Finds one.' })
  find() {
    return 'found';
  }
}

@Injectable()
class Limited {
  @Tool({ name: 'once', description: 'Answers once in a minute.', rateLimit: '1/min' })
  once() {
    return 'once';
  }
}

@Module({ imports: [McpModule.forFeature({ server: 'billing' })], providers: [Invoices, Limited] })
class BillingModule {}

@Module({ imports: [McpModule.forFeature({ server: 'stats' })] })
class StatsModule {}

@Module({ imports: [StatsModule, BillingModule], providers: [Limited] })
class MoreServers {}

const DOCUMENTS = '/.well-known/oauth-protected-resource';

describe('a server that a module names', () => {
  let provider: FakeIdentityProvider;
  let api: TestApi;
  beforeAll(async () => {
    provider = await FakeIdentityProvider.start();
    const settings = { MCP_AUTH: 'optional', JWT_ISSUER: provider.issuer };
    api = await TestApi.start(settings, MoreServers);
  });
  afterAll(async () => {
    await api.stop();
    await provider.stop();
  });

  const call = (path: string, name: string, audience?: string) => {
    const token = audience && provider.token({ aud: api.url + audience });
    const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
    return api.call(name, {}, { path, headers });
  };

  it('is served below /mcp, with features of its own', async () => {
    const answer = await call('/mcp/billing', 'find_invoice');
    expect(await textOf(answer)).toBe('found');
    expect(await (await call('/mcp', 'find_invoice')).json()).toHaveProperty('error');
    expect(await (await call('/mcp/billing', 'whoami')).json()).toHaveProperty('error');
  });

  it('has a path where a token is always required', async () => {
    const refused = await call('/mcp/billing/protected', 'find_invoice');
    expect(refused.status).toBe(401);
    const url = `${api.url}${DOCUMENTS}/mcp/billing/protected`;
    expect(refused.headers.get('www-authenticate')).toContain(`resource_metadata="${url}"`);
    const answer = await call('/mcp/billing/protected', 'find_invoice', '/mcp/billing');
    expect(await textOf(answer)).toBe('found');
  });

  it.each(['/mcp/billing', '/mcp/billing/protected'])('says how to sign in to %s', async (path) => {
    const document = (await (await api.fetch(DOCUMENTS + path)).json()) as object;
    expect(document).toMatchObject({ resource: api.url + path });
  });

  it.each([
    ['/mcp/billing', '/mcp/billing', 200],
    ['/mcp', '/mcp/billing', 200],
    ['/mcp/stats', '/mcp/billing', 401],
    ['/mcp/billing', '/mcp', 401],
  ])('gets the token for %s at %s: %i', async (audience, path, status) => {
    expect((await call(path, 'whoami', audience)).status).toBe(status);
  });

  it.each(['/mcp/shop', '/mcp/billing/', '/mcp/billing/other', `${DOCUMENTS}/mcp/shop`])(
    'is not %s',
    async (path) => expect((await call(path, 'whoami')).status).toBe(404),
  );

  it('has rate limits of its own', async () => {
    const statuses: number[] = [];
    for (const path of ['/mcp/billing', '/mcp', '/mcp/billing']) {
      statuses.push((await call(path, 'once')).status);
    }
    expect(statuses).toEqual([200, 200, 429]);
  });

  it('is counted by itself', async () => {
    await call('/mcp', 'whoami');
    await call('/mcp/billing', 'find_invoice');
    const text = await (await api.fetch('/metrics')).text();
    const requests = text.split('\n').filter((line) => line.startsWith('mcp_requests_total{'));
    const ok = requests.filter((line) => line.includes('method="tools/call",status="ok"'));
    const tool = 'tool="billing/find_invoice",server="billing"';
    expect(ok.map((line) => line.replace(/ \d+$/, ''))).toEqual(
      expect.arrayContaining([
        `mcp_requests_total{method="tools/call",status="ok",${tool}}`,
        'mcp_requests_total{method="tools/call",status="ok",tool="whoami"}',
      ]),
    );
    expect(text).toContain(`mcp_request_duration_seconds_count{method="tools/call",${tool}}`);
  });
});
