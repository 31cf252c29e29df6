import { recorded, TestFunction } from '../testing/function.fixture';
import type { GatewayResult } from './gateway-result';
import { lambdaHandlers } from './lambda-handlers';
import { readEvent } from './read-event';

const LIMIT = 20_000;

describe('an event of AWS', () => {
  const fn = new TestFunction({ MAX_REQUEST_BYTES: String(LIMIT) });
  const { buffered } = lambdaHandlers(fn.warm);
  afterAll(() => fn.stop());

  const changed = (name: string, change: object): object => ({
    ...recorded<object>(name),
    ...change,
  });
  const headersOf = (name: string) => recorded<{ headers: Record<string, string> }>(name).headers;

  it.each(['function-url', 'api-gateway-v1', 'api-gateway-v2', 'alb', 'alb-multi-value'])(
    '%s lists the tools',
    async (name) => {
      const { statusCode, headers, body, isBase64Encoded } = await buffered(recorded(name));
      expect([statusCode, isBase64Encoded]).toEqual([200, false]);
      expect(headers).toMatchObject({
        'content-type': 'application/json',
        'cache-control': 'no-store',
      });
      expect(JSON.parse(body)).toMatchObject({
        id: 1,
        result: { tools: [{ name: 'echo' }] },
      });
    },
  );

  it.each(['function-url', 'api-gateway-v1', 'api-gateway-v2', 'alb', 'alb-multi-value'])(
    '%s tells path, address and headers',
    (name) => {
      const { path, method, peer, headers } = readEvent(recorded(name), false);
      expect({ path, method, peer }).toEqual({ path: '/mcp', method: 'POST', peer: '203.0.113.9' });
      expect(headers).toMatchObject({ host: 'mcp.example.com', 'mcp-method': 'tools/list' });
    },
  );

  it('has its cookies in one header, and what was sent twice', () => {
    expect(readEvent(recorded('function-url'), false).headers.cookie).toBe('a=1; b=2');
    const event = changed('api-gateway-v1', { multiValueHeaders: { Accept: ['a/b', 'c/d'] } });
    expect(readEvent(event, false).headers.accept).toBe('a/b, c/d');
  });

  it('of a load balancer is answered as that wants to be', async () => {
    expect((await buffered(recorded('alb'))).statusDescription).toBe('200 OK');
    const { multiValueHeaders } = await buffered(recorded('alb-multi-value'));
    expect(multiValueHeaders).toMatchObject({ 'content-type': ['application/json'] });
  });

  it.each<[string, string, number]>([
    ['no base64 though it says so', 'broken-base64', 400],
    ['no method', 'broken-no-method', 400],
    ['no path', 'broken-no-path', 400],
    ['no headers, so no host', 'broken-no-headers', 403],
    ['no body', 'broken-no-body', 400],
    ['a body that is no JSON', 'broken-no-json', 400],
    ['a body that is no text', 'broken-body-type', 400],
    ['nothing', 'broken-empty', 400],
    ['a list', 'broken-list', 400],
    ['messages of a queue', 'broken-other-event', 400],
  ])('with %s is refused in the words of the protocol: %s', async (_what, name, status) => {
    expectRefusal(await buffered(recorded(name)), status);
  });

  it.each([undefined, null, 'text', 7])('that is %j is refused too', async (event) => {
    expectRefusal(await buffered(event), 400);
  });

  it('with a huge body is refused', async () => {
    const huge = changed('function-url', { body: 'x'.repeat(LIMIT + 1) });
    expectRefusal(await buffered(huge), 413);
  });

  it.each([
    ['another host', { host: 'evil.example.com' }, 403],
    ['another origin', { origin: 'https://evil.example.com' }, 403],
    ['another content type', { 'content-type': 'text/plain' }, 415],
    ['a wrong credential', { authorization: 'Bearer wrong' }, 401],
    ['a header that differs from the body', { 'mcp-method': 'other' }, 400],
  ])('of %s is refused', async (_what, change, status) => {
    const headers = { ...headersOf('function-url'), ...change };
    expectRefusal(await buffered(changed('function-url', { headers })), status);
  });

  it('of an open stream is refused where nothing streams', async () => {
    const headers = { ...headersOf('function-url'), 'mcp-method': 'subscriptions/listen' };
    const message = JSON.parse(recorded<{ body: string }>('function-url').body) as object;
    const body = JSON.stringify({ ...message, method: 'subscriptions/listen' });
    const { statusCode } = await buffered(changed('function-url', { headers, body }));
    expect(statusCode).toBe(406);
  });

  it.each([
    ['/health', 'GET', 200],
    ['/health', 'POST', 405],
    ['/.well-known/oauth-protected-resource/mcp', 'GET', 200],
    ['/.well-known/jwks.json', 'GET', 200],
    ['/.well-known/oauth-authorization-server', 'GET', 404],
    ['/mcp', 'GET', 405],
    ['/mcp', 'PUT', 405],
    ['/mcp/protected', 'POST', 401],
    ['/nothing', 'GET', 404],
    ['/admin/clients', 'GET', 404],
    ['/docs', 'GET', 404],
    ['/openapi.json', 'GET', 404],
    ['/metrics', 'GET', 404],
  ])('to %s by %s gets %i', async (path, method, status) => {
    const event = changed('function-url', {
      rawPath: path,
      requestContext: { stage: '$default', http: { method, path, sourceIp: '203.0.113.9' } },
    });
    expect((await buffered(event)).statusCode).toBe(status);
  });

  function expectRefusal({ statusCode, body }: GatewayResult, status: number): void {
    expect(statusCode).toBe(status);
    expect(JSON.parse(body)).toMatchObject({
      jsonrpc: '2.0',
      error: { message: expect.any(String) },
    });
  }
});
