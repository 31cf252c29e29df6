import { lambdaHandlers } from './aws-lambda/lambda-handlers';
import { formOf, StoredClientsOfTest, tokenEvent } from './testing/clients.fixture';
import { TestFunction } from './testing/function.fixture';

const URL_OF_TEST = 'https://mcp.example.com';
const METADATA = '/.well-known/oauth-authorization-server';

let stored: StoredClientsOfTest;
let fn: TestFunction;
let client: { readonly id: string; readonly secret: string };
beforeAll(async () => {
  stored = await StoredClientsOfTest.start();
  const settings = { PUBLIC_URL: URL_OF_TEST, AUDIT: 'off', RATE_LIMIT_REQUESTS: '100000' };
  fn = new TestFunction({ ...settings, DATABASE_URL: stored.database.url });
  client = await stored.create('nightly', ['invoices:read', 'reports:*']);
});
afterAll(async () => {
  await fn.stop();
  await stored.stop();
});

async function send(event: object, to = fn) {
  const { statusCode: status, headers, body } = await lambdaHandlers(to.warm).buffered(event);
  return { status, headers, body: JSON.parse(body) as Record<string, unknown> };
}

const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});
const right = (more: Record<string, string> = {}) => formOf(client.id, client.secret, more);

describe('the token endpoint of a function', () => {
  it('grants a token by the body or by HTTP Basic', async () => {
    const { status, headers, body } = await send(tokenEvent(right()));
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', pragma: 'no-cache' });
    expect(body).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 900,
      scope: 'invoices:read reports:*',
    });
    const headersOfBasic = basic(client.id, client.secret);
    const form = 'grant_type=client_credentials&scope=reports:weekly';
    const less = await send(tokenEvent(form, { headers: headersOfBasic }));
    expect([less.status, less.body['scope']]).toEqual([200, 'reports:weekly']);
  });

  it('grants one for an endpoint of this server alone', async () => {
    const here = await send(tokenEvent(right({ resource: `${URL_OF_TEST}/mcp` })));
    expect(here.status).toBe(200);
    const there = await send(tokenEvent(right({ resource: 'https://evil.example' })));
    expect([there.status, there.body['error']]).toEqual([400, 'invalid_target']);
  });

  it.each<[string, () => string, string, number]>([
    ['nothing', () => '', 'invalid_request', 400],
    ['another grant', () => 'grant_type=password', 'unsupported_grant_type', 400],
    ['a scope of others', () => right({ scope: 'admin:*' }), 'invalid_scope', 400],
    ['a parameter twice', () => `${right()}&scope=a&scope=a`, 'invalid_request', 400],
    ['a secret of others', () => formOf(client.id, 'wrong'), 'invalid_client', 401],
    ['no client', () => 'grant_type=client_credentials', 'invalid_client', 401],
    ['an endless value', () => `${right()}&scope=${'x'.repeat(5_000)}`, 'invalid_request', 400],
    ['an endless body', () => `${right()}&x=${'x'.repeat(20_000)}`, 'invalid_request', 413],
  ])('tells what is wrong: %s', async (_what, body, error, status) => {
    const answer = await send(tokenEvent(body()));
    expect([answer.body['error'], answer.status]).toEqual([error, status]);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('does not tell an unknown client from a wrong secret', async () => {
    const unknown = '00000000-0000-4000-8000-000000000000';
    const [one, other] = await Promise.all([
      send(tokenEvent(formOf(unknown, client.secret))),
      send(tokenEvent(formOf(client.id, 'wrong'))),
    ]);
    expect([one.status, one.body]).toEqual([other.status, other.body]);
    expect(one.headers['www-authenticate']).toMatch(/^Basic realm=/);
  });

  it.each(['application/json', 'text/plain'])('takes no %s', async (type) => {
    const { status, body } = await send(tokenEvent('{}', { headers: { 'content-type': type } }));
    expect([status, body['error']]).toEqual([400, 'invalid_request']);
  });

  it('is not found by another host name, from a foreign page, or by GET', async () => {
    const origin = { origin: 'https://evil.example' };
    expect((await send(tokenEvent(right(), { headers: origin }))).status).toBe(403);
    const host = { host: 'evil.example' };
    expect((await send(tokenEvent(right(), { headers: host }))).status).toBe(403);
    const got = await send(tokenEvent('', { method: 'GET' }));
    expect([got.status, got.headers['allow']]).toEqual([405, 'POST']);
  });

  it('signs in no people', async () => {
    const { status, body } = await send(
      tokenEvent('', { method: 'GET', path: '/oauth/authorize' }),
    );
    expect([status, body['error']]).toEqual([400, 'invalid_request']);
    expect(body['error_description']).toContain('/oauth/token');
  });

  it('is in the metadata', async () => {
    const { status, body } = await send(tokenEvent('', { method: 'GET', path: METADATA }));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      issuer: URL_OF_TEST,
      token_endpoint: `${URL_OF_TEST}/oauth/token`,
    });
  });
});

describe('a function without a database', () => {
  const alone = new TestFunction({ PUBLIC_URL: URL_OF_TEST });
  afterAll(() => alone.stop());

  it('has no token endpoint, and says of none', async () => {
    expect((await send(tokenEvent(right()), alone)).status).toBe(404);
    const metadata = tokenEvent('', { method: 'GET', path: METADATA });
    expect((await send(metadata, alone)).status).toBe(404);
  });
});
