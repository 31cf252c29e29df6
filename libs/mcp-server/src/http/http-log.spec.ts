import { eventually } from '@repo/foundation/testing';
import { TestApi } from '../testing/api.fixture';
import { RawClient } from './raw-client.fixture';

describe('the log of HTTP requests', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.start();
  });
  afterAll(() => api.stop());
  beforeEach(() => api.log.lines.splice(0));

  const lines = () => api.log.lines.filter(({ msg }) => msg === 'http request');

  it('has a line each, without the query', async () => {
    await api.fetch('/nothing?token=secret', { headers: { 'x-request-id': 'from-the-lb' } });
    expect(lines()).toEqual([
      expect.objectContaining({
        level: 'info',
        requestId: 'from-the-lb',
        method: 'GET',
        path: '/nothing',
        status: 404,
        durationMs: expect.any(Number) as number,
        address: '127.0.0.1',
      }),
    ]);
  });

  it('has the beginning of a long path', async () => {
    for (const path of ['/nothing', '/oauth', '/.well-known/jwks.json']) {
      await api.fetch(`${path}/${'x'.repeat(10_000)}`);
    }
    expect(lines()).toHaveLength(3);
    for (const { path } of lines() as { path?: string }[]) expect(path).toMatch(/^\/.{255}…$/);
  });

  it('has those of the sign-in, though Nest does not serve them', async () => {
    const headers = { 'x-request-id': 'from-the-lb' };
    const answer = await api.fetch('/.well-known/jwks.json?a=b', { headers });
    expect(answer.headers.get('x-request-id')).toBe('from-the-lb');
    const line = { level: 'info', path: '/.well-known/jwks.json', status: 200, ...named };
    await eventually(() => expect(lines()).toEqual([expect.objectContaining(line)]));
  });
  const named = { requestId: 'from-the-lb', method: 'GET' };

  it('does not call a request served whose connection was closed before', async () => {
    const client = await RawClient.connect(api.port);
    client.send('POST /oauth/token HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\nx');
    client.leave();
    await eventually(() => expect(lines()).toEqual([expect.objectContaining({ status: 499 })]));
  });

  it('has probes at debug', async () => {
    await api.fetch('/health/ready');
    await api.fetch('/metrics');
    expect(lines().map(({ level }) => level)).toEqual(['debug', 'debug']);
  });

  it("carries the request's id in the lines of its handler", async () => {
    const answer = await api.fetch('/things/broken');
    const requestId = answer.headers.get('x-request-id');
    expect(api.log.lines).toContainEqual(
      expect.objectContaining({ level: 'error', requestId, context: 'ProblemFilter' }),
    );
    expect(lines()).toEqual([expect.objectContaining({ level: 'error', status: 500, requestId })]);
  });

  it('makes up an id instead of one that could forge lines', async () => {
    const answer = await api.fetch('/health', { headers: { 'x-request-id': 'a"}{' } });
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('has none of MCP requests, which have observers of their own', async () => {
    await api.call('whoami');
    expect(lines()).toEqual([]);
    expect(api.log.messages).toContain('mcp request');
  });
});

describe('a flood of HTTP requests', () => {
  /** Of a minute and its next, should the test see both: ten of each, and their sum. */
  const MAX_LINES = 22;

  let api: TestApi;
  beforeEach(async () => {
    api = await TestApi.start({ AUDIT: 'off' });
    api.log.lines.splice(0);
  });
  afterEach(() => api.stop());

  interface Line {
    readonly msg?: string;
    readonly path?: string;
    readonly first?: string;
    readonly count?: number;
  }
  const linesOf = (path: string): Line[] =>
    (api.log.lines as Line[]).filter((line) => (line.path ?? line.first)?.endsWith(path));
  const numberOf = (some: Line[]) => some.reduce((sum, { count = 1 }) => sum + count, 0);

  async function flood(path: string, request: RequestInit = {}): Promise<void> {
    for (let time = 0; time < 60; time += 1) await api.fetch(path, request);
  }

  it('that are refused takes few lines, which tell whose and how many', async () => {
    await flood('/nothing');
    await flood('/oauth/token', { method: 'DELETE' });
    await flood('/things', { method: 'POST', body: '{', headers: JSON_BODY });
    await api.stop();
    for (const [path, status] of [
      ['GET /nothing', 404],
      ['DELETE /oauth/token', 405],
      ['POST /things', 400],
    ] as const) {
      const some = linesOf(path.split(' ')[1] as string);
      expect(some.length).toBeLessThanOrEqual(MAX_LINES);
      expect(numberOf(some)).toBe(60);
      const sum = { msg: 'further http requests', address: '127.0.0.1', status, first: path };
      expect(some).toContainEqual(expect.objectContaining(sum));
    }
  });

  it('that read what is public takes as few', async () => {
    await flood('/.well-known/jwks.json');
    await api.stop();
    expect(linesOf('/jwks.json').length).toBeLessThanOrEqual(MAX_LINES);
    expect(numberOf(linesOf('/jwks.json'))).toBe(60);
  });

  it('takes a line each where something is changed, or fails', async () => {
    await flood('/things', { method: 'POST', body: '{}', headers: JSON_BODY });
    await flood('/things/broken');
    await eventually(() => expect(linesOf('/things')).toHaveLength(60));
    expect(linesOf('/things/broken')).toHaveLength(60);
  });
});

const JSON_BODY = { 'content-type': 'application/json' };
