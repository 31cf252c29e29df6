import { createPublicKey } from 'node:crypto';
import {
  inSeconds,
  jws,
  FakeIdentityProvider,
  testKey,
  type JwsOptions,
  type TestKey,
} from '../testing';
import { RESOURCE, tokenVerifier } from '../testing/verifier.fixture';

// The times in tokens are told from now: it must be the same now in which they are verified.
jest.spyOn(Date, 'now').mockReturnValue(Date.now());

const SECRET = 'a secret of this spec that is long enough';

describe('a token of the identity provider', () => {
  let provider: FakeIdentityProvider;
  let subject: ReturnType<typeof tokenVerifier>;
  beforeAll(async () => {
    provider = await FakeIdentityProvider.start([
      testKey('RS256', 'rsa'),
      testKey('ES256', 'ec'),
      testKey('EdDSA', 'ed'),
    ]);
  });
  afterAll(() => provider.stop());
  beforeEach(() => {
    subject = tokenVerifier({ JWT_ISSUER: provider.issuer, JWT_SECRET: SECRET });
  });

  const verified = async (token: string) => subject.verify(token);
  const good = (claims: object = {}, options: JwsOptions = {}) =>
    provider.token({ aud: RESOURCE, scope: 'a b', ...claims }, options);

  it.each(['RS256', 'ES256', 'EdDSA'])('signed by %s makes its caller known', async (alg) => {
    const key = provider.keys.find((one) => one.alg === alg);
    const caller = await subject.verify(good({ sub: 'ann' }, { key }));
    expect(caller).toMatchObject({ token: '', clientId: 'client', scopes: ['a', 'b'] });
    expect(caller?.extra).toMatchObject({ subject: 'ann', issuer: provider.issuer });
    expect(caller?.expiresAt).toBeGreaterThan(inSeconds(0));
  });

  it.each([
    ['of a usual length', {}],
    ['that is long', { groups: 'x'.repeat(3_000) }],
  ])('%s is verified once, and known at once from then on', async (_what, claims) => {
    const token = good(claims);
    const first = subject.verify(token);
    expect(first).toBeInstanceOf(Promise);
    expect(subject.verify(token)).toBeInstanceOf(Promise);
    expect(subject.verify(token)).not.toBe(await first);
    expect(subject.verify(token)).toBe(subject.verify(token));
    expect(subject.verify(token)).toEqual(await first);
  });

  it.each([
    ['of a usual length', {}],
    ['that is long', { groups: 'x'.repeat(3_000) }],
  ])('%s is not taken for another that it begins and ends like', async (_what, claims) => {
    const token = good(claims);
    await subject.verify(token);
    const middle = Math.floor(token.length / 2);
    const other = token[middle] === 'A' ? 'B' : 'A';
    const changed = `${token.slice(0, middle)}${other}${token.slice(middle + 1)}`;
    await expect(verified(changed)).rejects.toThrow();
  });

  it('cannot be changed by a tool, nor found in what a tool sees', async () => {
    const token = good({ roles: [{ name: 'x' }] });
    const caller = await subject.verify(token);
    expect(JSON.stringify(caller)).not.toContain(token.split('.')[2]);
    const { claims } = caller?.extra as { claims: { roles: { name: string }[] } };
    expect(() => caller?.scopes.push('more')).toThrow(TypeError);
    expect(() => (claims.roles[0]!.name = 'y')).toThrow(TypeError);
  });

  it('is not remembered longer than it lasts', async () => {
    const token = good({ exp: inSeconds(60) });
    await subject.verify(token);
    subject.clock.advance(89_000); // within the tolerance of half a minute
    expect(subject.verify(token)).not.toBeInstanceOf(Promise);
    subject.clock.advance(2_000);
    await expect(subject.verify(token)).rejects.toThrow('not valid');
  });

  it.each([
    [{ exp: inSeconds(-20) }],
    [{ nbf: inSeconds(20) }],
    [{ aud: ['https://other.example.com', RESOURCE] }],
    [{ aud: 'https://mcp.example.com' }],
    [{ aud: 'https://mcp.example.com/' }],
  ])('is good with %j', async (claims) => {
    await expect(subject.verify(good(claims))).resolves.toBeDefined();
  });

  const refused: [string, (key: TestKey) => string][] = [
    ['has expired', () => good({ exp: inSeconds(-31) })],
    ['never expires', () => good({ exp: undefined })],
    ['expires at a text', () => good({ exp: '9999999999' })],
    ['is not valid yet', () => good({ nbf: inSeconds(40) })],
    ['is for another service', () => good({ aud: 'https://other.example.com/mcp' })],
    ['is for a neighbour', () => good({ aud: 'https://mcp.example.com/billing/mcp' })],
    ['is for a longer name', () => good({ aud: `${RESOURCE}x` })],
    ['is for nobody', () => good({ aud: undefined })],
    ['is of another issuer', () => good({ iss: 'https://evil.example.com' })],
    ['is of nobody', () => good({ iss: undefined })],
    ['names nobody', () => good({ sub: undefined, client_id: undefined })],
    ['has no signature (alg none)', () => good({}, { key: undefined, header: { kid: 'rsa' } })],
    ['says NoNe', () => good({}, { key: undefined, header: { alg: 'NoNe', kid: 'rsa' } })],
    [
      'is signed by HMAC with the public key',
      (key) => good({}, { key: undefined, ...confused(key) }),
    ],
    ['is signed with our own secret', () => good({}, { key: undefined, secret: SECRET })],
    ['names another algorithm', () => good({}, { header: { alg: 'RS512' } })],
    ['names the key of another algorithm', () => good({}, { header: { kid: 'ec' } })],
    ['brings its own key', () => forged({ jwk: stranger.publicKey.export({ format: 'jwk' }) })],
    ['brings its own key under a known id', () => forged({ kid: 'rsa' })],
    ['says where its key is', () => forged({ kid: 'x', jku: 'http://127.0.0.1:1/keys' })],
    ['says where its certificate is', () => forged({ kid: 'x', x5u: 'http://127.0.0.1:1/c' })],
    ['has a key id that is a path', () => forged({ kid: '../../../../dev/null' })],
    ['has a key id of the prototype', () => forged({ kid: '__proto__' })],
    ['has critical headers', () => good({}, { header: { crit: ['b64'], b64: false } })],
    ['is a logout token', () => good({}, { header: { typ: 'logout+jwt' } })],
    ['was altered', () => good().replace(/\.(.{20})/, '.$1AA')],
    ['has lost its signature', () => good().replace(/\.[^.]*$/, '.')],
    ['is no JSON', () => 'e.b.c'],
  ];
  const stranger = testKey('RS256', 'stranger');
  const forged = (header: Record<string, unknown>) => good({}, { key: stranger, header });

  it.each(refused)('is refused when it %s', async (_what, make) => {
    const token = make(provider.keys[0]!);
    await expect(verified(token)).rejects.toMatchObject({ status: 401 });
    // And again, so that no refusal is remembered as an admission.
    await expect(verified(token)).rejects.toMatchObject({ status: 401 });
  });

  it('is refused by another endpoint, though it is remembered', async () => {
    const token = good();
    await subject.verify(token);
    expect(() => subject.verify(token, '/billing/mcp')).toThrow('not valid');
    expect(subject.verify(token, '/mcp/protected')).toBeDefined();
  });

  it('is good for a name that the provider has for this service', async () => {
    const { JWT_AUDIENCE, verify } = {
      JWT_AUDIENCE: 'api://mcp',
      ...tokenVerifier({ JWT_ISSUER: provider.issuer, JWT_AUDIENCE: 'other,api://mcp' }),
    };
    await expect(verify(good({ aud: JWT_AUDIENCE }))).resolves.toBeDefined();
    await expect(verify(good({ aud: 'api://else' }))).rejects.toThrow();
  });

  it('does not open more by a role that is a wildcard', async () => {
    const caller = await subject.verify(good({ scope: '* admin:* read' }));
    expect(caller?.scopes).toEqual(['read']);
  });

  it('never sends us to where it says that its key is', async () => {
    const asked = provider.asked.length;
    const jku = `${provider.issuer}/evil`;
    await expect(subject.verify(forged({ jku, x5u: jku, kid: 'x' }))).rejects.toThrow();
    expect(provider.asked.slice(asked)).not.toContain('/tenant/evil');
  });

  it('is left to others when it has not the shape of one', () => {
    expect(subject.verify('an-api-key')).toBeUndefined();
    expect(subject.verify('e.b.c.d.e')).toBeUndefined();
    expect(subject.verify(`e.b.${'c'.repeat(20_000)}`)).toBeUndefined();
  });
});

/** HS/RS confusion: the public key, which everybody has, as the secret. */
function confused({ publicKey, kid }: TestKey): JwsOptions {
  const pem = createPublicKey(publicKey.export({ format: 'pem', type: 'spki' }));
  const secret = pem.export({ format: 'pem', type: 'spki' });
  return { secret, header: { alg: 'HS256', kid } };
}

describe('a token of this server', () => {
  const grant = { clientId: 'machine', scopes: ['a', '*'], lifetime: 900 };
  const keyOf = (alg: TestKey['alg']) =>
    testKey(alg, '').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();

  it.each<[string, Record<string, string>]>([
    ['HS256', { JWT_SECRET: SECRET }],
    ['RS256', { JWT_PRIVATE_KEY: keyOf('RS256') }],
    ['ES256', { JWT_PRIVATE_KEY: keyOf('ES256') }],
    ['EdDSA', { JWT_PRIVATE_KEY: keyOf('EdDSA') }],
  ])('signed by %s is taken back', async (_alg, environment) => {
    const { signer, verify } = tokenVerifier(environment);
    const caller = await verify(signer.sign(grant));
    expect(caller).toMatchObject({ clientId: 'machine', scopes: ['a', '*'] });
    expect(caller?.extra).toMatchObject({ subject: 'machine', issuer: 'https://mcp.example.com' });
  });

  it('is not checked with the secret where there is a private key', async () => {
    const both = tokenVerifier({ JWT_SECRET: SECRET, JWT_PRIVATE_KEY: keyOf('ES256') });
    const { signer } = tokenVerifier({ JWT_SECRET: SECRET });
    await expect(both.verify(signer.sign(grant))).rejects.toThrow();
  });

  it('goes on while its key is replaced', async () => {
    const [old, young] = [keyOf('ES256'), keyOf('ES256')];
    const token = tokenVerifier({ JWT_PRIVATE_KEY: old }).signer.sign(grant);
    const after = tokenVerifier({ JWT_PRIVATE_KEY: `${young}${old}` });
    await expect(after.verify(token)).resolves.toBeDefined();
    expect(after.signer.sign(grant).split('.')[0]).not.toBe(token.split('.')[0]);
    expect(after.own.keys.published).toHaveLength(2);
    expect(JSON.stringify(after.own.keys.published)).not.toContain('"d"');
  });

  it('is for one endpoint, where it was asked for that', async () => {
    const { signer, verify } = tokenVerifier({ JWT_SECRET: SECRET });
    const token = signer.sign({ ...grant, audience: 'https://mcp.example.com/billing/mcp' });
    await expect(verify(token)).rejects.toThrow();
    expect(await verify(token, '/billing/mcp')).toBeDefined();
  });

  it('cannot be made by a claim: without a key there is no such issuer', async () => {
    const production = {
      ENVIRONMENT: 'production',
      DATABASE_URL: 'postgres://db/app',
      JWT_ISSUER: 'https://login.example.com',
    };
    const { verify, signer } = tokenVerifier(production);
    expect(() => signer.sign(grant)).toThrow('no key');
    const iss = 'https://mcp.example.com';
    const token = jws({ iss, aud: RESOURCE, sub: 'x', exp: inSeconds(60) }, { secret: '' });
    await expect(verify(token)).rejects.toThrow('not valid');
  });
});
