import { eventually } from '@repo/foundation/testing';
import { TestApi } from '../testing/api.fixture';

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
