import { createHarness } from '@repo/mcp-core/testing';
import { EdgeRoutes, McpEdgeModule, OwnMounts, type EdgeReply, type EdgeRequest } from '.';

const PUBLIC_URL = 'https://mcp.example.com';
const RESOURCE = '/.well-known/oauth-protected-resource';
const PAGE = 'http://localhost:6274';
const PING = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' });

function initialize(experimental: string): string {
  const params = `"protocolVersion":"2025-11-25","capabilities":{"experimental":${experimental}},"clientInfo":{"name":"a","version":"1"}`;
  return `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{${params}}}`;
}

type Sent = Partial<Pick<EdgeRequest, 'method' | 'headers' | 'body'>>;

describe('the edge, of plain requests', () => {
  let harness: Awaited<ReturnType<typeof createHarness>>;
  let routes: ReturnType<EdgeRoutes['all']>;
  let bodiesRead = 0;
  beforeAll(async () => {
    const environment = { PUBLIC_URL, MCP_AUTH: 'optional', MCP_SESSIONS: 'off' };
    harness = await createHarness({ environment, imports: [McpEdgeModule] });
    routes = harness.get(EdgeRoutes).all(harness.get(OwnMounts).all);
  });
  afterAll(() => harness.close());
  beforeEach(() => (bodiesRead = 0));

  function answerTo(path: string, { method = 'GET', headers = {}, body }: Sent = {}) {
    return new Promise<EdgeReply & { readonly text: string }>((resolve) => {
      const request: EdgeRequest = {
        method,
        headers: { host: 'localhost', 'content-type': 'application/json', ...headers },
        socket: { remoteAddress: '203.0.113.1' },
        body: undefined,
        readBody: (_maxBytes, done) => {
          bodiesRead += 1;
          request.body = body;
          done();
        },
        onDisconnect: () => undefined,
      };
      routes.get(path)?.(request, (reply) => resolve({ ...reply, text: textOf(reply) }));
    });
  }

  it('are those to the endpoints and the documents; without clients none is for a token', () => {
    expect([...routes.keys()]).toEqual([
      '/mcp',
      '/mcp/protected',
      '/mcp/server-card',
      '/.well-known/ai-catalog.json',
      RESOURCE,
      `${RESOURCE}/mcp`,
      `${RESOURCE}/mcp/protected`,
      '/.well-known/jwks.json',
    ]);
  });

  it('reach the engine', async () => {
    const reply = await answerTo('/mcp', { method: 'POST', body: PING });
    expect(reply.status).toBe(200);
    expect(reply.headers).toMatchObject({ 'cache-control': 'no-store' });
    expect(JSON.parse(reply.text)).toMatchObject({ id: 1, result: {} });
  });

  it.each<[string, number, string, Sent]>([
    ['another host', 403, '/mcp', { method: 'POST', headers: { host: 'evil.com' } }],
    ['a page of others', 403, '/mcp', { method: 'POST', headers: { origin: 'https://evil.com' } }],
    ['nobody', 401, '/mcp/protected', { method: 'POST' }],
    ['a wrong key', 401, '/mcp', { method: 'POST', headers: { 'x-api-key': 'wrong' } }],
    ['an odd method', 405, '/mcp', { method: 'PUT' }],
  ])('of %s get %i, and their body is not read', async (_whose, status, path, sent) => {
    const reply = await answerTo(path, { body: PING, ...sent });
    expect(reply.status).toBe(status);
    expect(JSON.parse(reply.text)).toMatchObject({ jsonrpc: '2.0', error: {} });
    expect(bodiesRead).toBe(0);
  });

  it.each([
    ['that is deep', `${'['.repeat(500_000)}${']'.repeat(500_000)}`, 'deeper than 128 levels'],
    ['of many values', `[${'{},'.repeat(300_000)}0]`, 'more than 16384 values'],
    [
      'of a deep initialize',
      initialize(`${'{"a":'.repeat(20_000)}0${'}'.repeat(20_000)}`),
      'deeper than 128 levels',
    ],
  ])('with a body %s get 400 before it is parsed', async (_what, body, why) => {
    const before = process.cpuUsage();
    const reply = await answerTo('/mcp', { method: 'POST', body });
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(50);
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.text).error.message).toContain(why);
  });

  it('that are refused learn where to sign in, and pages may read it', async () => {
    const { headers } = await answerTo('/mcp/protected', {
      method: 'POST',
      headers: { origin: PAGE },
    });
    expect(headers['www-authenticate']).toContain(`${PUBLIC_URL}${RESOURCE}/mcp/protected`);
    expect(headers['access-control-allow-origin']).toBe(PAGE);
  });

  it.each([
    ['GET', 200],
    ['HEAD', 200],
    ['POST', 405],
  ])('for a document by %s get %i', async (method, status) => {
    const { headers, ...reply } = await answerTo(`${RESOURCE}/mcp`, { method });
    expect(reply.status).toBe(status);
    if (status === 405) expect(headers['allow']).toBe('GET, HEAD');
    else expect(JSON.parse(reply.text)).toMatchObject({ resource: `${PUBLIC_URL}/mcp` });
  });
});

function textOf({ body }: EdgeReply): string {
  return typeof body === 'string' ? body : '';
}
