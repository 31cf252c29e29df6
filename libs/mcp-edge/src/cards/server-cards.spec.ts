import { LEGACY_REVISIONS, McpModule, MODERN_REVISIONS, Tool } from '@repo/mcp-core';
import { createHarness, httpHost } from '@repo/mcp-core/testing';
import { Injectable, Module } from '@nestjs/common';
import { EdgeRoutes, McpEdgeModule, OwnMounts, type EdgeReply, type EdgeRequest } from '..';

const PUBLIC_URL = 'https://mcp.example.com';
const CARD = '/mcp/server-card';
const CATALOG = '/.well-known/ai-catalog.json';

@Injectable()
class SecretTools {
  @Tool({ name: 'transfer_all', description: 'Nobody may know of it.', scopes: ['secret'] })
  transfer() {
    return '';
  }
}

@Module({ imports: [McpModule.forFeature({ server: 'billing' })], providers: [SecretTools] })
class BillingModule {}

interface Card {
  name: string;
  version: string;
  title: string;
  description: string;
  remotes: { type: string; url: string; supportedProtocolVersions: string[] }[];
}

describe('a server card', () => {
  let harness: Awaited<ReturnType<typeof createHarness>>;
  const environment = { PUBLIC_URL, MCP_AUTH: 'required', RATE_LIMIT_REQUESTS: '25' };
  beforeAll(async () => {
    harness = await createHarness({
      environment,
      imports: [McpEdgeModule, BillingModule],
      providers: [SecretTools],
    });
  });
  afterAll(() => harness.close());

  type Sent = Partial<Pick<EdgeRequest, 'method' | 'headers'>> & { from?: string };
  function answerTo(
    path: string,
    { method = 'GET', headers = {}, from = '203.0.113.1' }: Sent = {},
  ) {
    const routes = harness.get(EdgeRoutes).all(harness.get(OwnMounts).all);
    return new Promise<EdgeReply>((resolve) => {
      const request: EdgeRequest = {
        method,
        headers,
        socket: { remoteAddress: from },
        body: undefined,
        readBody: () => undefined,
        onDisconnect: () => undefined,
      };
      routes.get(path)!(request, resolve);
    });
  }
  const read = async <T>(path: string) => JSON.parse((await answerTo(path)).body as string) as T;

  it('says what discovery says', async () => {
    const card = await read<Card>(CARD);
    const [remote] = card.remotes;
    expect(remote).toMatchObject({ type: 'streamable-http', url: `${PUBLIC_URL}/mcp` });
    const host = await httpHost([]);
    const { result } = (await host.modern('server/discover')).json() as {
      result: { supportedVersions: string[]; _meta: Record<string, object> };
    };
    const serverInfo = result._meta['io.modelcontextprotocol/serverInfo'];
    expect(serverInfo).toEqual({ name: card.name.split('/')[1], version: card.version });
    expect(remote?.supportedProtocolVersions).toEqual([
      ...result.supportedVersions,
      ...LEGACY_REVISIONS,
    ]);
    for (const protocolVersion of LEGACY_REVISIONS) {
      const params = {
        protocolVersion,
        capabilities: {},
        clientInfo: { name: 'test', version: '1' },
      };
      const opened = await host.post({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
      expect(opened.json()).toMatchObject({ result: { protocolVersion, serverInfo } });
    }
    expect(result.supportedVersions).toEqual(MODERN_REVISIONS);
    await host.harness.close();
  });

  it('is of the form that its schema demands', async () => {
    const { headers } = await answerTo(CARD);
    expect(headers['content-type']).toBe('application/mcp-server-card+json');
    const card = await read<Card>(CARD);
    expect(card).toMatchObject({
      $schema: 'https://static.modelcontextprotocol.io/schemas/v1/server-card.schema.json',
      name: expect.stringMatching(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/) as string,
    });
    for (const text of [card.title, card.description]) {
      expect(text.length).toBeGreaterThan(0);
      expect(text.length).toBeLessThanOrEqual(100);
    }
  });

  it('is one of each server, found from the domain', async () => {
    const { entries } = await read<{ entries: { url: string; type: string }[] }>(CATALOG);
    expect(entries.map(({ url }) => url)).toEqual([
      `${PUBLIC_URL}/mcp/server-card`,
      `${PUBLIC_URL}/mcp/billing/server-card`,
    ]);
    const card = await read<Card>('/mcp/billing/server-card');
    expect(card.name).toMatch(/\/harness-billing$/);
    expect(card.remotes[0]?.url).toBe(`${PUBLIC_URL}/mcp/billing`);
  });

  it('tells strangers of no feature', async () => {
    for (const path of [CARD, '/mcp/billing/server-card', CATALOG]) {
      expect(JSON.stringify(await read(path))).not.toMatch(/transfer_all|secret/);
    }
  });

  it('is read by pages of any origin, and kept', async () => {
    const { headers } = await answerTo(CARD);
    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'ETag',
      'cache-control': 'public, max-age=3600',
    });
    expect((await answerTo(CARD, { method: 'OPTIONS' })).status).toBe(204);
    const again = await answerTo(CARD, { headers: { 'if-none-match': headers['etag'] } });
    expect(again).toMatchObject({ status: 304, headers: { etag: headers['etag'] } });
    expect(again.body).toBeUndefined();
  });

  it.each([
    ['HEAD', 200],
    ['POST', 405],
  ])('by %s gets %i', async (method, status) => {
    expect((await answerTo(CARD, { method })).status).toBe(status);
  });

  it('is limited for each address', async () => {
    const from = '203.0.113.9';
    const replies = [];
    for (let count = 0; count < 26; count += 1) replies.push(await answerTo(CARD, { from }));
    expect(replies.slice(0, 25).every(({ status }) => status === 200)).toBe(true);
    expect(replies[25]).toMatchObject({ status: 429 });
  });
});
