import { randomInt } from 'node:crypto';
import {
  boundTo,
  dpopProof,
  FakeIdentityProvider,
  testKey,
  type ProofOf,
  useCheapHashes,
} from '@repo/auth/testing';
import { Tables } from '@repo/database';
import { AdministeredApi, type Made } from '../testing/admin.fixture';
import type { TestApi } from '../testing/api.fixture';

const PUBLIC_URL = 'https://mcp.example.com';
const CLIENT_KEY = testKey('ES256', 'client');
const ALGS = 'algs="ES256 Ed25519 EdDSA"';
const METADATA = `resource_metadata="${PUBLIC_URL}/.well-known/oauth-protected-resource/mcp/protected"`;

describe('two replicas that are called with tokens bound to a key', () => {
  let provider: FakeIdentityProvider;
  let system: AdministeredApi;
  let machine: Made;
  beforeAll(async () => {
    useCheapHashes();
    provider = await FakeIdentityProvider.start();
    const environment = { PUBLIC_URL, ALLOWED_HOSTS: '127.0.0.1', JWT_ISSUER: provider.issuer };
    system = await AdministeredApi.start(environment, { replicas: 2 });
    machine = await system.admin('POST', '', { name: 'machine', scopes: ['*'] });
  });
  afterAll(async () => {
    await system.stop();
    await provider.stop();
  });

  const anywhere = () => ({ 'x-forwarded-for': `203.0.113.${randomInt(256)}` });
  const foreign = (claims: object = boundTo(CLIENT_KEY)) =>
    provider.token({ aud: PUBLIC_URL, ...claims });
  /** Of this server, asked for with a proof. */
  const own = async () => {
    const headers = { dpop: dpopProof(CLIENT_KEY, { url: `${PUBLIC_URL}/oauth/token` }) };
    const { body } = await system.token(system.formOf(machine), headers);
    expect(body).toMatchObject({ token_type: 'DPoP', scope: '*' });
    return body['access_token'] ?? '';
  };
  const url = `${PUBLIC_URL}/mcp/protected`;
  const proofOf = (token: string, more: Partial<ProofOf> = {}) =>
    dpopProof(CLIENT_KEY, { url, token, ...more });
  const call = async (
    token: string,
    proof?: string,
    { scheme = 'DPoP', api = system.api }: { scheme?: string; api?: TestApi } = {},
  ) => {
    const headers = { ...anywhere(), authorization: `${scheme} ${token}` };
    const answer = await api.call(
      'whoami',
      {},
      {
        path: '/mcp/protected',
        headers: proof === undefined ? headers : { ...headers, dpop: proof },
      },
    );
    await answer.text();
    return { status: answer.status, challenge: answer.headers.get('www-authenticate') };
  };

  describe.each([
    // At the admin API it has no scopes.
    ['another issuer', async () => foreign(), 403],
    ['this server', own, 200],
  ])('of %s', (_whose, tokenOf, atAdmin) => {
    it('let a client in that has the key, as often as it has a new proof', async () => {
      const token = await tokenOf();
      expect((await call(token, proofOf(token))).status).toBe(200);
      expect((await call(token, proofOf(token), { scheme: 'dpop' })).status).toBe(200);
    });

    it('refuse a bound token that is used as a bearer token, with and without a proof', async () => {
      const token = await tokenOf();
      for (const proof of [undefined, proofOf(token)]) {
        const { status, challenge } = await call(token, proof, { scheme: 'Bearer' });
        expect(status).toBe(401);
        expect(challenge).toBe(
          'DPoP error="invalid_token", error_description="The token is bound to a key: ' +
            `send it with a DPoP proof.", ${ALGS}, ${METADATA}`,
        );
      }
    });

    it('refuse a stolen token without its key', async () => {
      const token = await tokenOf();
      const thief = testKey('ES256', 'thief');
      const { status, challenge } = await call(token, dpopProof(thief, { url, token }));
      expect(status).toBe(401);
      expect(challenge).toContain('DPoP error="invalid_dpop_proof"');
      expect((await call(token)).challenge).toContain('error="invalid_dpop_proof"');
    });

    it('refuse a proof that was used, be it at the other replica', async () => {
      const token = await tokenOf();
      const proof = proofOf(token);
      const [first, second] = system.replicas;
      expect((await call(token, proof, { api: first! })).status).toBe(200);
      for (const api of [second!, first!]) {
        const { status, challenge } = await call(token, proof, { api });
        expect(status).toBe(401);
        expect(challenge).toContain('error_description="The DPoP proof was used before."');
      }
    });

    it('let one in of many that show the same proof at once, to both replicas', async () => {
      const token = await tokenOf();
      const proof = proofOf(token);
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          call(token, proof, { api: system.replicas[index % 2]! }),
        ),
      );
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    });

    it('refuse a proof for another endpoint, method or token', async () => {
      const token = await tokenOf();
      const wrong = [
        proofOf(token, { url: `${PUBLIC_URL}/mcp` }),
        proofOf(token, { url: `${system.api.url}/mcp/protected` }),
        proofOf(token, { method: 'GET' }),
        proofOf('another'),
      ];
      for (const proof of wrong) expect((await call(token, proof)).status).toBe(401);
    });

    it('hold the admin API to the same', async () => {
      const token = await tokenOf();
      const target = `${PUBLIC_URL}/admin/clients`;
      const list = async (scheme: string, proof?: string) => {
        const headers = { ...anywhere(), authorization: `${scheme} ${token}` };
        const path = '/admin/clients?limit=1';
        const sent = proof === undefined ? headers : { ...headers, dpop: proof };
        return (await system.api.fetch(path, { headers: sent })).status;
      };
      const proof = proofOf(token, { url: target, method: 'GET' });
      expect(await list('Bearer')).toBe(401);
      expect(await list('DPoP', proof)).toBe(atAdmin);
      expect(await list('DPoP', proof)).toBe(401);
      expect(await list('DPoP', proofOf(token, { method: 'GET' }))).toBe(401);
    });
  });

  it.each<[string, () => string]>([
    ['a token that is bound to nothing', () => foreign({})],
    ['a token bound to a certificate', () => foreign({ cnf: { 'x5t#S256': 'A' } })],
    [
      'a token bound to a key and a certificate',
      () => foreign({ cnf: { ...boundTo(CLIENT_KEY).cnf, 'x5t#S256': 'A' } }),
    ],
    ['a token bound to nobody knows what', () => foreign({ cnf: 'key' })],
    ['a key of a client', () => 'the-key-of-the-first-administrator'],
  ])('refuse %s with a proof', async (_what, make) => {
    const token = make();
    expect((await call(token, proofOf(token))).status).toBe(401);
  });

  it('refuse a token bound to a certificate as a bearer token', async () => {
    const token = foreign({ cnf: { 'x5t#S256': 'A' } });
    expect((await call(token, undefined, { scheme: 'Bearer' })).status).toBe(401);
  });

  it('tell clients that they may prove, and how', async () => {
    const open = await system.api.call('whoami', {}, { path: '/mcp/protected' });
    expect(open.headers.get('www-authenticate')).toBe(`Bearer ${METADATA}, DPoP ${ALGS}`);
    for (const path of ['oauth-protected-resource', 'oauth-authorization-server']) {
      const answer = await system.api.fetch(`/.well-known/${path}`);
      expect(await answer.json()).toMatchObject({
        dpop_signing_alg_values_supported: ['ES256', 'Ed25519', 'EdDSA'],
      });
    }
  });

  it('take no notice of a proof beside a token that is bound to nothing', async () => {
    const token = foreign({});
    expect((await call(token, 'anything', { scheme: 'Bearer' })).status).toBe(200);
  });

  describe('asked for a token with a proof', () => {
    const ask = async (proof: string, api = system.api) =>
      (await system.token(system.formOf(machine), { dpop: proof }, api)).body;
    const refused = { error: 'invalid_dpop_proof' };

    it('refuse one that was used, be it at the other replica', async () => {
      const proof = dpopProof(CLIENT_KEY, { url: `${PUBLIC_URL}/oauth/token` });
      expect(await ask(proof)).toMatchObject({ token_type: 'DPoP' });
      expect(await ask(proof, system.replicas[1])).toMatchObject(refused);
    });

    it('refuse one for another address, and none that is empty', async () => {
      expect(await ask(dpopProof(CLIENT_KEY, { url }))).toMatchObject(refused);
      expect(await ask('')).toMatchObject(refused);
    });
  });
});

describe('a caller over the limit, with a new proof each time', () => {
  it('makes nobody remember anything', async () => {
    const system = await AdministeredApi.start({ PUBLIC_URL, RATE_LIMIT_REQUESTS: '3' });
    const { api } = system;
    const claims = { clientId: 'machine', scopes: [], lifetime: 60 };
    const token = api.sign({ ...claims, boundTo: boundTo(CLIENT_KEY).cnf.jkt });
    const statuses: number[] = [];
    for (let sent = 0; sent < 6; sent += 1) {
      const dpop = dpopProof(CLIENT_KEY, { url: `${PUBLIC_URL}/mcp`, token });
      const headers = { authorization: `DPoP ${token}`, dpop };
      statuses.push((await api.call('whoami', {}, { headers })).status);
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429, 429]);
    const kept = await api.get(Tables).query("SELECT 1 FROM auth_record WHERE kind = 'Seen'");
    expect(kept).toHaveLength(3);
    await system.stop();
  });
});

describe('a server that takes bound tokens alone', () => {
  let system: AdministeredApi;
  beforeAll(async () => {
    system = await AdministeredApi.start({ DPOP_REQUIRED: 'true', PUBLIC_URL });
  });
  afterAll(() => system.stop());

  it('says so, refuses bearer tokens, and takes keys of clients', async () => {
    const { id } = await system.admin('POST', '', { name: 'machine', scopes: [] });
    const { key } = await system.admin('POST', `/${id}/keys`, { name: 'key' });
    const token = system.api.sign({ clientId: id, scopes: [], lifetime: 60 });
    expect(await system.statusWith(token)).toBe(401);
    expect(await system.statusWith(key)).toBe(200);
    const open = await system.api.call('whoami', {}, { path: '/mcp/protected' });
    expect(open.headers.get('www-authenticate')).toBe(`DPoP ${ALGS}, ${METADATA}`);
    const answer = await system.api.fetch('/.well-known/oauth-protected-resource');
    expect(await answer.json()).toMatchObject({ dpop_bound_access_tokens_required: true });
  });
});
