import { IncomingMessage } from 'node:http';
import { inSeconds, FakeIdentityProvider, testKey, type JwsOptions } from '@repo/auth/testing';
import { Strategy } from 'passport-jwt';
import { TestApi } from '../testing/api.fixture';

const SECRET = 'a secret of this spec that is long enough';

describe('a token at the admin API', () => {
  let provider: FakeIdentityProvider;
  let api: TestApi;
  beforeAll(async () => {
    const keys = (['RS256', 'ES256', 'EdDSA'] as const).map((alg) => testKey(alg, alg));
    provider = await FakeIdentityProvider.start(keys);
    const environment = { JWT_ISSUER: provider.issuer, JWT_SECRET: SECRET };
    // Each request comes from elsewhere: whoever tries so many is blocked.
    api = await TestApi.start({ ...environment, TRUSTED_PROXIES: 'loopback' });
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    await api.stop();
    await provider.stop();
  });

  const keyOf = (alg: string) => provider.keys.find((key) => key.alg === alg);
  const token = (claims: object = {}, options: JwsOptions = {}) =>
    provider.token({ aud: api.url, scope: 'audit:read', ...claims }, options);
  const own = (scopes = ['audit:read']) => api.sign({ clientId: 'c', scopes, lifetime: 60 });
  let requests = 0;
  const open = (headers: Record<string, string>) => {
    const from = { 'x-forwarded-for': `203.0.113.${(requests += 1)}` };
    return api.fetch('/admin/audit', { headers: { ...from, ...headers } });
  };
  const present = (value: string) => open({ authorization: `Bearer ${value}` });

  const good: [string, boolean, () => string][] = [
    ['RS256', true, () => token({}, { key: keyOf('RS256') })],
    ['ES256', true, () => token({}, { key: keyOf('ES256') })],
    ['EdDSA', false, () => token({}, { key: keyOf('EdDSA') })],
    ['HS256', true, () => own()],
  ];

  it.each(good)('is good when it is signed with %s', async (_alg, byPassport, make) => {
    const seen = jest.spyOn(Strategy.prototype, 'authenticate');
    const ways: Record<string, string>[] = [
      { authorization: `Bearer ${make()}` },
      { authorization: `bearer ${make()}` },
      { 'x-api-key': make() },
      { authorization: `Basic ${Buffer.from(`ana:${make()}`).toString('base64')}` },
    ];
    for (const headers of ways) expect((await open(headers)).status).toBe(200);
    expect(seen).toHaveBeenCalledTimes(byPassport ? 4 : 0);
    for (const [request] of seen.mock.calls) expect(request).toBeInstanceOf(IncomingMessage);
  });

  it.each<[string, () => string]>([
    ['own', () => own(['invoices:read'])],
    ["provider's", () => token({ scope: 'invoices:read' })],
    ["provider's wildcard", () => token({ scope: 'audit:* *' })],
  ])('needs the scope of the route: %s', async (_whose, make) => {
    const answer = await present(make());
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toEqual({
      title: 'Forbidden',
      status: 403,
      detail: 'This needs the scope: audit:read',
    });
  });

  const refused: [string, () => string][] = [
    ['has no signature', () => token({}, { key: undefined, header: { kid: 'RS256' } })],
    ['says none', () => `${token().split('.').slice(0, 2).join('.')}.`],
    ['is signed by HMAC with the public key', () => confused()],
    [
      'is signed with the secret of this server',
      () => token({}, { key: undefined, secret: SECRET }),
    ],
    ['names the key of another algorithm', () => token({}, { header: { kid: 'ES256' } })],
    ['names another algorithm', () => token({}, { header: { alg: 'RS512' } })],
    ['is signed by a stranger', () => token({}, { key: stranger, header: { kid: 'RS256' } })],
    ['brings its own key', () => token({}, { key: stranger, header: { jwk: strangerJwk } })],
    ['has lost the end of its signature', () => token().slice(0, -4)],
    ['is spelled in another way', () => `${token()}=`],
    ['was altered', () => token().replace(/\.(.{20})/, '.$1AA')],
    ['has expired', () => token({ exp: inSeconds(-31) })],
    ['never expires', () => token({ exp: undefined })],
    ['is not valid yet', () => token({ nbf: inSeconds(60) })],
    ['is for another service', () => token({ aud: 'https://other.example.com' })],
    ['is for another endpoint', () => token({ aud: `${api.url}/mcp` })],
    ['is of another issuer', () => token({ iss: 'https://evil.example.com' })],
    ['has critical headers', () => token({}, { header: { crit: ['b64'], b64: false } })],
    ['is a logout token', () => token({}, { header: { typ: 'logout+jwt' } })],
    ['is no JSON', () => 'e.b.c'],
  ];
  const stranger = testKey('RS256', 'stranger');
  const strangerJwk = stranger.publicKey.export({ format: 'jwk' });
  const confused = () => {
    const secret = keyOf('RS256')!.publicKey.export({ format: 'pem', type: 'spki' });
    return token({}, { key: undefined, secret, header: { alg: 'HS256', kid: 'RS256' } });
  };

  it.each(refused)('is refused with 401 when it %s', async (_what, make) => {
    const answer = await present(make());
    expect(answer.headers.get('www-authenticate')).toBe(
      'Bearer error="invalid_token", error_description="The token is not valid.", ' +
        `resource_metadata="${api.url}/.well-known/oauth-protected-resource/admin"`,
    );
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toEqual({
      title: 'Unauthorized',
      status: 401,
      detail: 'The token is not valid.',
    });
  });

  it('is asked for where there is none', async () => {
    const answer = await open({});
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([
      401,
      `Bearer resource_metadata="${api.url}/.well-known/oauth-protected-resource/admin", ` +
        'DPoP algs="ES256 Ed25519 EdDSA"',
    ]);
  });

  it('gets no verdict where the keys of its issuer were never got', async () => {
    const away = await FakeIdentityProvider.start([provider.keys[0]!]);
    away.behaviour = 'failing';
    const blind = await TestApi.start({ JWT_ISSUER: away.issuer });
    const authorization = `Bearer ${away.token({ aud: blind.url, scope: 'audit:read' })}`;
    const answer = await blind.fetch('/admin/audit', { headers: { authorization } });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    await blind.stop();
    await away.stop();
  });

  it('counts against the address that guesses', async () => {
    const from = { 'x-forwarded-for': '198.51.100.1' };
    const statuses = new Set<number>();
    for (let guess = 0; guess < 40; guess += 1) {
      const authorization = `Bearer ${token({}, { key: stranger, header: { kid: 'RS256' } })}`;
      const answer = await api.fetch('/admin/audit', { headers: { ...from, authorization } });
      statuses.add(answer.status);
    }
    expect([...statuses]).toEqual([401, 429]);
  });
});
