import { type WireAnswer, type WireRequest, wireServer } from './testing/wire-server';
import { verifyUrl } from './verify-url';

describe('the look at what runs', () => {
  let server: Awaited<ReturnType<typeof wireServer>>;
  let seen: WireRequest;
  let answer: WireAnswer;

  beforeEach(async () => {
    server = await wireServer((request) => {
      seen = request;
      return answer;
    });
  });
  afterEach(() => server.stop());

  it('asks for the tools, with a token where one is given', async () => {
    answer = { status: 200, body: { jsonrpc: '2.0', id: 1, result: { tools: [{ name: 'x' }] } } };

    await verifyUrl(server.url, 'a-token');

    expect(seen.headers.authorization).toBe('Bearer a-token');
    expect(seen.body).toMatchObject({ method: 'tools/list' });
  });

  it.each<[string, WireAnswer]>([
    ['is refused', { status: 401, body: { error: 'invalid_token' } }],
    ['gets a page', { status: 200, body: '<html>' }],
    ['gets no tools', { status: 200, body: { jsonrpc: '2.0', id: 1, result: { tools: [] } } }],
  ])('fails when it %s', async (_, given) => {
    answer = given;
    await expect(verifyUrl(server.url, undefined)).rejects.toThrow(
      `lists no tools: ${given.status}`,
    );
  });

  it.each([401, 403])('says that it needs another token when it gets %d', async (status) => {
    answer = { status, body: { error: 'invalid_token' } };
    await expect(verifyUrl(server.url, undefined)).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining('DEPLOY_VERIFY_TOKEN'),
    });
  });

  it('has seen an MCP server without a token when it is asked to sign in, and not with one', async () => {
    const challenge = 'Bearer resource_metadata="https://mcp.example.com/.well-known/x"';
    answer = { status: 401, body: {}, headers: { 'www-authenticate': challenge } };

    await verifyUrl(server.url, undefined);

    await expect(verifyUrl(server.url, 'a-token')).rejects.toMatchObject({ exitCode: 4 });
  });

  it('may be asked again while what is in front of the process is not ready', async () => {
    answer = { status: 502, body: 'Bad Gateway' };
    await expect(verifyUrl(server.url, undefined)).rejects.toMatchObject({ transient: true });
  });

  it('fails when nobody answers', async () => {
    await server.stop();
    await expect(verifyUrl(server.url, undefined)).rejects.toThrow('does not answer');
    server = await wireServer(() => answer);
  });
});
