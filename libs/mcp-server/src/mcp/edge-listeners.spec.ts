import { request } from 'node:http';
import { TestApi, textOf } from '../testing/api.fixture';

describe('/mcp', () => {
  let api: TestApi;
  let linesOfStart: number;
  beforeAll(async () => {
    api = await TestApi.start({ MAX_REQUEST_BYTES: '2KiB', MCP_AUTH: 'off' });
    // The start may have something to say of the machine.
    linesOfStart = api.log.lines.length;
  });
  afterAll(() => api.stop());

  /** Sends what `fetch` does not let one set, such as `Host`. */
  function statusWith(headers: Record<string, string>): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      request(`${api.url}/mcp`, { method: 'POST', headers, agent: false }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .once('error', reject)
        .end();
    });
  }

  it('serves the modern era', async () => {
    const answer = await api.call('repeat', { times: 3 });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('x-powered-by')).toBeNull();
    expect(await textOf(answer)).toBe('xxx');
  });

  it('serves the legacy era, and opens its stream at once', async () => {
    const session = await api.initialize();
    const headers = { 'mcp-session-id': session, accept: 'text/event-stream' };
    const leave = new AbortController();
    const stream = await api.fetch('/mcp', { headers, signal: leave.signal });
    expect(stream.status).toBe(200);
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    expect(stream.headers.get('content-encoding')).toBeNull();
    leave.abort();
    const end = await api.fetch('/mcp', {
      method: 'DELETE',
      headers: { 'mcp-session-id': session },
    });
    expect(end.status).toBeLessThan(300);
  });

  it('refuses a host that is not its own', async () => {
    expect(await statusWith({ host: 'rebound.evil.com' })).toBe(403);
    expect(await statusWith({ host: 'localhost:1234' })).not.toBe(403);
  });

  it('refuses a page of another origin, in JSON-RPC', async () => {
    const answer = await api.call(
      'repeat',
      { times: 3 },
      { headers: { origin: 'https://evil.com' } },
    );
    expect(answer.status).toBe(403);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(await answer.json()).toMatchObject({
      jsonrpc: '2.0',
      error: { code: -32600 },
    });
  });

  it('lets a page of an allowed origin read the answer', async () => {
    const origin = 'http://localhost:6274';
    const answer = await api.call('repeat', { times: 3 }, { headers: { origin } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
    expect(answer.headers.get('access-control-expose-headers')).toContain('mcp-session-id');
    expect(answer.headers.get('vary')).toContain('origin');
  });

  it('answers a preflight', async () => {
    const answer = await api.fetch('/mcp', {
      method: 'OPTIONS',
      headers: {
        origin: 'http://localhost:6274',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,mcp-param-region',
      },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-methods')).toBe('GET, POST, DELETE');
    expect(answer.headers.get('access-control-allow-headers')).toContain('mcp-param-region');
  });

  it('refuses the preflight of another origin', async () => {
    const headers = { origin: 'https://evil.com', 'access-control-request-method': 'POST' };
    expect((await api.fetch('/mcp', { method: 'OPTIONS', headers })).status).toBe(403);
  });

  it.each(['PUT', 'PATCH', 'HEAD'])('does not serve %s', async (method) => {
    const answer = await api.fetch('/mcp', { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, POST, DELETE, OPTIONS');
  });

  it.each([
    ['of a known length', (text: string) => text],
    ['that comes in chunks', (text: string) => new Blob([text]).stream()],
  ])('refuses a body that is too large, %s', async (_how, bodyOf) => {
    const body = bodyOf('x'.repeat(2_049));
    const answer = await api.call('repeat', {}, { body, duplex: 'half' });
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ error: { code: -32600 } });
  });

  it('takes a body of just the size that is allowed', async () => {
    expect((await api.call('repeat', {}, { body: ' '.repeat(2_048) })).status).toBe(400);
  });

  it('leaves the content type to the host', async () => {
    const headers = { 'content-type': 'text/plain' };
    expect((await api.call('repeat', { times: 1 }, { headers })).status).toBe(415);
  });

  it('compresses large answers for clients that take gzip', async () => {
    const answer = await api.call('repeat', { times: 1_000 });
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(await textOf(answer)).toHaveLength(1_000);
  });

  it.each([
    ['small ones', 10, 'gzip'],
    ['those for other clients', 1_000, 'identity'],
  ])('does not compress %s', async (_what, times, encoding) => {
    const answer = await api.call(
      'repeat',
      { times },
      { headers: { 'accept-encoding': encoding } },
    );
    expect(answer.headers.get('content-encoding')).toBeNull();
    expect(await textOf(answer)).toHaveLength(times);
  });

  it('logs its requests at debug alone', async () => {
    await api.call('repeat', { times: 1 });
    const lines = api.log.lines.slice(linesOfStart);
    expect(lines.map(({ msg }) => msg)).toContain('mcp request');
    expect(lines.filter(({ level }) => level !== 'debug')).toEqual([]);
  });
});
