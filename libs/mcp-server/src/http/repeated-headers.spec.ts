import { TestApi } from '../testing/api.fixture';
import { RawClient } from './raw-client.fixture';

describe('a header that may come once', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.start({ API_KEY: 'a-key-of-this-spec', MCP_AUTH: 'required' });
  });
  afterAll(() => api.stop());

  async function answerTo(line: string, path: string, headers: readonly string[]) {
    const client = await RawClient.connect(api.port);
    client.send([`${line} ${path} HTTP/1.1`, ...headers, '', ''].join('\r\n'));
    await client.closed();
    return client.answer;
  }

  it.each([
    ['host', 'localhost', 'evil.example.com'],
    ['host', 'localhost', 'localhost'],
    ['authorization', 'Bearer a-key-of-this-spec', 'Bearer another'],
    ['content-type', 'application/json', 'text/plain'],
    ['content-length', '2', '2'],
    ['content-length', '2', '3'],
    ['origin', 'http://localhost', 'https://evil.example.com'],
    ['x-api-key', 'a', 'b'],
    ['mcp-session-id', 'a', 'b'],
    ['mcp-protocol-version', '2025-11-25', '2026-07-28'],
    ['mcp-method', 'tools/list', 'tools/call'],
    ['mcp-name', 'whoami', 'repeat'],
    ['last-event-id', 'a', 'b'],
  ])('and comes twice is refused with 400: %s', async (name, first, second) => {
    const twice = [`${name}: ${first}`, `${name.toUpperCase()}: ${second}`];
    const headers = name === 'host' ? twice : ['Host: localhost', ...twice];
    for (const path of ['/mcp', '/mcp/protected', '/health', '/oauth/token', '/admin/clients']) {
      expect(await answerTo('POST', path, headers)).toMatch(/^HTTP\/1.1 400 /);
    }
  });

  it('may come beside others that come often', async () => {
    const often = ['Accept: text/html', 'Accept: */*', 'X-Forwarded-For: a', 'X-Forwarded-For: b'];
    const headers = ['Host: localhost', ...often, 'Connection: close'];
    expect(await answerTo('GET', '/health/live', headers)).toMatch(/^HTTP\/1.1 200 /);
  });
});
