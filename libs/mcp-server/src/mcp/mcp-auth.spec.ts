import { TestApi, textOf } from '../testing/api.fixture';

const right = { authorization: 'Bearer the-right-key' };
const wrong = { 'x-api-key': 'the-wrong-key' };
const none = {};

describe.each([
  ['off', { none: 'anonymous', wrong: 'anonymous', right: 'anonymous' }],
  ['optional', { none: 'anonymous', wrong: 401, right: 'api-key' }],
  ['required', { none: 401, wrong: 401, right: 'api-key' }],
])('with MCP_AUTH=%s', (mode, expected) => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.start({ MCP_AUTH: mode, API_KEY: 'the-right-key' });
  });
  afterAll(() => api.stop());

  const outcome = async (headers: Record<string, string>, path: string) => {
    const answer = await api.call('whoami', {}, { headers, path });
    if (answer.status !== 200) return answer.status;
    return textOf(answer);
  };

  it('/mcp knows its callers accordingly', async () => {
    expect({
      none: await outcome(none, '/mcp'),
      wrong: await outcome(wrong, '/mcp'),
      right: await outcome(right, '/mcp'),
    }).toEqual(expected);
  });

  it('/mcp/protected always needs a token', async () => {
    expect(await outcome(none, '/mcp/protected')).toBe(401);
    expect(await outcome(wrong, '/mcp/protected')).toBe(401);
    expect(await outcome(right, '/mcp/protected')).toBe('api-key');
  });

  it('a refusal says how to sign in, to pages as well', async () => {
    const headers = { ...wrong, origin: 'http://localhost:6274' };
    const answer = await api.call('whoami', {}, { headers, path: '/mcp/protected' });
    expect(answer.headers.get('www-authenticate')).toContain('Bearer error="invalid_token"');
    expect(answer.headers.get('access-control-expose-headers')).toContain('www-authenticate');
    expect(await answer.json()).toMatchObject({ jsonrpc: '2.0', error: {} });
  });
});
