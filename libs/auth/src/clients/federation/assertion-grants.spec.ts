import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseModule } from '@repo/database';
import { withTestDatabase, type TestDatabase } from '@repo/database/testing';
import { createHarness, type Harness } from '@repo/mcp-core/testing';
import { AuthorizationServer } from '../../discovery/authorization-server';
import { ProtectedResources } from '../../discovery/protected-resources';
import {
  boundTo,
  dpopProof,
  FakeIdentityProvider,
  inSeconds,
  testKey,
  useCheapHashes,
  type JwsOptions,
} from '../../testing';
import { TokenVerifier } from '../../tokens/token.verifier';
import { localActor } from '../administration/actor';
import { ClientAdministration } from '../administration/client-administration';
import { ClientsModule } from '../clients.module';
import { JWT_BEARER, TOKEN_EXCHANGE } from '../../discovery/grant-types';
import { TokenEndpoint } from '../granting/token-endpoint';
import { authSchema } from '../storage/auth-schema';

const ISSUER = 'https://mcp.example.com';
const JWT = 'urn:ietf:params:oauth:token-type:jwt';
const ID_JAG = { header: { typ: 'oauth-id-jag+jwt' } };
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

let folder: string;
let database: TestDatabase;
let replicas: Harness[];
let client: { readonly id: string; readonly secret: string };
/** What plays the platforms and the identity provider: each has an issuer of its own. */
let ci: FakeIdentityProvider;
let cluster: FakeIdentityProvider;
let company: FakeIdentityProvider;
beforeAll(async () => {
  useCheapHashes();
  folder = mkdtempSync(join(tmpdir(), 'issuers-'));
  const key = testKey('ES256', 'first');
  [ci, cluster, company] = await Promise.all([
    FakeIdentityProvider.start([key]),
    FakeIdentityProvider.start(),
    FakeIdentityProvider.start(),
  ]);
  const github = {
    ...{ id: 'ci', preset: 'github-actions', issuer: ci.issuer },
    grants: [
      { when: { repository: 'example/invoices', ref: 'refs/heads/*' }, scopes: ['invoices:*'] },
      { when: { repository: ['example/reports', 'example/other'] }, scopes: ['reports:read'] },
    ],
  };
  const kubernetes = {
    ...{ id: 'cluster', preset: 'kubernetes', issuer: cluster.issuer, audience: 'mcp' },
    grants: [
      {
        when: {
          'kubernetes.io.namespace': 'billing',
          'kubernetes.io.serviceaccount.name': ['nightly'],
        },
        scopes: ['invoices:read'],
      },
    ],
  };
  const enterprise = {
    ...{ id: 'company', preset: 'id-jag', issuer: company.issuer },
    grants: [{ scopes: ['mcp:connect'] }, { when: { groups: 'payments' }, scopes: ['invoices:*'] }],
  };
  const file = join(folder, 'issuers.yaml');
  writeFileSync(file, JSON.stringify({ issuers: [github, kubernetes, enterprise] }));
  database = await withTestDatabase({ features: [authSchema] });
  const environment = { DATABASE_URL: database.url, PUBLIC_URL: ISSUER, AUTH_ISSUERS: file };
  const imports = [DatabaseModule.forRoot({ features: [authSchema] }), ClientsModule];
  const secret = { ...environment, JWT_SECRET: 'a secret that both replicas have, long enough' };
  replicas = [
    await createHarness({ environment: secret, imports }),
    await createHarness({ environment: secret, imports }),
  ];
  for (const replica of replicas) {
    for (const path of ['/mcp', '/other']) replica.get(ProtectedResources).at(path);
  }
  client = await replicas[0]!
    .get(ClientAdministration)
    .create(localActor('test'), { name: 'agent', scopes: [] });
});
afterAll(async () => {
  for (const replica of replicas) await replica.close();
  for (const provider of [ci, cluster, company]) await provider.stop();
  await database.drop();
  rmSync(folder, { recursive: true });
});

let asked = 0;
async function ask(form: Record<string, string>, replica = replicas[0]!, headers = {}) {
  const endpoint = replica.get(TokenEndpoint);
  const body = new URLSearchParams(form).toString();
  try {
    return await endpoint.answer({ ...FORM, ...headers }, body, `203.0.113.${(asked += 1)}`);
  } catch (error) {
    const refusal = endpoint.refusal(error);
    if (refusal === undefined) throw error;
    return refusal;
  }
}
const exchange = (subject_token: string) => ({
  ...{ grant_type: TOKEN_EXCHANGE, subject_token, subject_token_type: JWT },
});
const bearer = (assertion: string) => ({ grant_type: JWT_BEARER, assertion });
const refused = { status: 400, error: 'invalid_grant' };

/** Who calls with a token that was granted. */
async function callerWith(answer: object, path = '/mcp') {
  const { access_token: token } = answer as { access_token: string };
  const [replica] = replicas;
  return replica!.get(TokenVerifier).verify(token, replica!.get(ProtectedResources).at(path));
}

describe('a workload', () => {
  const github = (claims: object = {}, options: JwsOptions = {}) =>
    ci.token(
      {
        ...{ sub: 'repo:example/invoices:ref:refs/heads/main', repository: 'example/invoices' },
        ...{ ref: 'refs/heads/main', aud: ISSUER, jti: randomUUID(), iat: inSeconds(0) },
        ...{ client_id: undefined, ...claims },
      },
      options,
    );
  const pod = (claims: object = {}) =>
    cluster.token({
      ...{ sub: 'system:serviceaccount:billing:nightly', aud: ['mcp'], client_id: undefined },
      'kubernetes.io': { namespace: 'billing', serviceaccount: { name: 'nightly', uid: '1' } },
      ...claims,
    });

  it.each([
    ['exchanged', exchange],
    ['as an assertion', bearer],
  ])('gets a token for what its platform says, %s', async (_how, form) => {
    const answer = await ask(form(github()));
    expect(answer).toMatchObject({ token_type: 'Bearer', expires_in: 900, scope: 'invoices:*' });
    const subject = 'workload.ci:repo:example/invoices:ref:refs/heads/main';
    expect(await callerWith(answer)).toMatchObject({
      ...{ clientId: subject, scopes: ['invoices:*'], extra: { subject } },
    });
    expect('issued_token_type' in answer).toBe(form === exchange);
  });

  it('gets what it asks for of that, for the endpoint that it names', async () => {
    const form = { ...exchange(github()), scope: 'invoices:pay', resource: `${ISSUER}/mcp` };
    const answer = await ask(form);
    expect(answer).toMatchObject({ scope: 'invoices:pay' });
    await expect(callerWith(answer)).resolves.toBeDefined();
    await expect(callerWith(answer, '/other')).rejects.toThrow();
    expect(await ask({ ...exchange(github()), scope: 'reports:read' })).toMatchObject({
      error: 'invalid_scope',
    });
    const elsewhere = { ...exchange(github()), resource: 'https://other.example.com' };
    expect(await ask(elsewhere)).toMatchObject({ error: 'invalid_target' });
  });

  it('may have its token bound to a key', async () => {
    const key = testKey('ES256', 'workload');
    const dpop = dpopProof(key, { url: `${ISSUER}/oauth/token` });
    const answer = await ask(exchange(github()), replicas[0], { dpop });
    expect(answer).toMatchObject({ token_type: 'DPoP' });
    expect(await callerWith(answer)).toMatchObject({ extra: { claims: boundTo(key) } });
  });

  it('is refused a token that was exchanged, be it at the other replica', async () => {
    const once = github();
    expect(await ask(exchange(once))).toMatchObject({ token_type: 'Bearer' });
    for (const replica of replicas) {
      for (const form of [exchange(once), bearer(once)]) {
        expect(await ask(form, replica)).toMatchObject(refused);
      }
    }
  });

  it('is refused the second time where its token has no jti', async () => {
    const once = github({ jti: undefined });
    expect(await ask(exchange(once))).toMatchObject({ token_type: 'Bearer' });
    expect(await ask(exchange(once), replicas[1])).toMatchObject(refused);
  });

  it('may come again with a token that its platform gives no other of', async () => {
    const mounted = pod();
    for (const replica of replicas) {
      expect(await ask(exchange(mounted), replica)).toMatchObject({ scope: 'invoices:read' });
    }
  });

  const stranger = testKey('ES256', 'first');
  const attacks: [string, () => string][] = [
    ['of another repository', () => github({ repository: 'evil/invoices' })],
    ['of a repository whose name begins so', () => github({ repository: 'example/invoices-evil' })],
    ['of another ref', () => github({ ref: 'refs/pull/7/merge' })],
    ['that says several things at once', () => github({ repository: { 0: 'example/invoices' } })],
    ['without the claim', () => github({ repository: undefined })],
    ['for another audience', () => github({ aud: 'https://github.com/example' })],
    ['for another audience as well', () => github({ aud: [ISSUER, 'https://other.com'] })],
    ['of another issuer', () => github({ iss: 'https://evil.example.com' })],
    ['of the issuer beside it', () => cluster.token({ iss: ci.issuer, aud: ISSUER })],
    ['of alg none', () => github({}, { key: undefined })],
    ['by the key of a stranger', () => github({}, { key: stranger })],
    [
      'by HS256 with the public key as the secret',
      () => {
        const secret = ci.keys[0]!.publicKey.export({ format: 'pem', type: 'spki' });
        return github({}, { key: undefined, secret, header: { kid: 'first' } });
      },
    ],
    ['that has expired', () => github({ exp: inSeconds(-60) })],
    ['that is good for hours', () => github({ exp: inSeconds(7_200) })],
    ['that is an access token', () => github({}, { header: { typ: 'at+jwt' } })],
    ['without a subject', () => github({ sub: undefined })],
    ['of another namespace', () => pod({ 'kubernetes.io': { namespace: 'evil' } })],
    ['for the cluster itself', () => pod({ aud: 'https://kubernetes.default.svc' })],
    ['that is none', () => 'x.y.z'],
  ];
  it.each(attacks)('is refused with a token %s', async (_what, forge) => {
    expect(await ask(exchange(forge()))).toMatchObject(refused);
    expect(await ask(bearer(forge()))).toMatchObject(refused);
  });

  it('is refused a token of this server, which is no assertion', async () => {
    const { access_token: own } = (await ask(exchange(github()))) as { access_token: string };
    expect(await ask(exchange(own))).toMatchObject(refused);
  });

  it.each([
    ['no subject_token', { subject_token: '' }],
    ['a token of SAML', { subject_token_type: 'urn:ietf:params:oauth:token-type:saml2' }],
    ['a wish for a refresh token', { requested_token_type: 'urn:refresh' }],
    ['an actor', { actor_token: 'x', actor_token_type: JWT }],
  ])('is told what is wrong with %s', async (_what, more) => {
    const form = { ...exchange(github()), ...more };
    expect(await ask(form)).toMatchObject({ error: 'invalid_request' });
  });
});

describe('a person whom an identity provider sends with a client (ID-JAG)', () => {
  const jag = (claims: object = {}, options: JwsOptions = {}) =>
    company.token(
      {
        ...{ sub: 'U019488227', client_id: client.id, aud: ISSUER, resource: `${ISSUER}/mcp` },
        ...{ jti: randomUUID(), iat: inSeconds(0), groups: ['staff', 'payments'] },
        ...{ scope: 'mcp:connect invoices:read', ...claims },
      },
      { ...ID_JAG, ...options },
    );
  const secret = () => ({ client_id: client.id, client_secret: client.secret });
  const send = (assertion: string, more: object = {}, replica = replicas[0]!) =>
    ask({ ...bearer(assertion), ...secret(), ...more }, replica);

  it('gets a token for the endpoint that it is for', async () => {
    const answer = await send(jag());
    expect(answer).toMatchObject({ token_type: 'Bearer', scope: 'mcp:connect invoices:read' });
    expect(await callerWith(answer)).toMatchObject({
      ...{ clientId: client.id, extra: { subject: 'company:U019488227' } },
    });
    await expect(callerWith(answer, '/other')).rejects.toThrow();
  });

  it('gets what the provider, the client and this server all allow', async () => {
    const scopes = async (claims: object, more: object = {}) => {
      const answer = await send(jag(claims), more);
      return 'scope' in answer ? answer.scope : answer.error;
    };
    expect(await scopes({ scope: 'mcp:connect invoices:pay admin:people' })).toBe(
      'mcp:connect invoices:pay',
    );
    expect(await scopes({}, { scope: 'invoices:read invoices:pay' })).toBe('invoices:read');
    expect(await scopes({ groups: ['staff'] })).toBe('mcp:connect');
    expect(await scopes({ scope: undefined })).toBe('mcp:connect');
    expect(await scopes({ scope: '* invoices:* mcp:connect' })).toBe('mcp:connect');
    expect(await scopes({ scope: 'admin:people' })).toBe('invalid_scope');
  });

  it('is refused one that was used, be it at the other replica', async () => {
    const once = jag();
    expect(await send(once)).toMatchObject({ token_type: 'Bearer' });
    for (const replica of replicas) expect(await send(once, {}, replica)).toMatchObject(refused);
    const many = jag();
    const answers = await Promise.all([0, 1, 0, 1].map((at) => send(many, {}, replicas[at])));
    expect(answers.filter((answer) => 'access_token' in answer)).toHaveLength(1);
  });

  it('is refused without its client, and a wrong client uses nothing up', async () => {
    const assertion = jag();
    expect(await ask(bearer(assertion))).toMatchObject({ error: 'invalid_client' });
    const wrong = { client_secret: `${client.secret.slice(0, -1)}x` };
    expect(await send(assertion, wrong)).toMatchObject({ error: 'invalid_client' });
    expect(await send(assertion)).toMatchObject({ token_type: 'Bearer' });
  });

  const attacks: [string, () => string][] = [
    ['for another client', () => jag({ client_id: randomUUID() })],
    ['for no client', () => jag({ client_id: undefined })],
    ['for another server', () => jag({ aud: 'https://other.example.com' })],
    ['for another server as well', () => jag({ aud: [ISSUER, 'https://other.example.com'] })],
    ['that is an ID token', () => jag({}, { header: { typ: 'JWT' } })],
    ['that is an access token', () => jag({}, { header: { typ: 'at+jwt' } })],
    ['without a type', () => jag({}, { header: { typ: undefined } })],
    ['of alg none', () => jag({}, { key: undefined })],
    ['by the key of a stranger', () => jag({}, { key: testKey('RS256', 'first') })],
    ['of a platform', () => ci.token({ aud: ISSUER, jti: '1' }, ID_JAG)],
    ['without a jti', () => jag({ jti: undefined })],
    ['that has expired', () => jag({ exp: inSeconds(-60) })],
    ['that is good for hours', () => jag({ exp: inSeconds(7_200) })],
    ['of the future', () => jag({ iat: inSeconds(600) })],
    ['without a subject', () => jag({ sub: '' })],
  ];
  it.each(attacks)('is refused one %s', async (_what, forge) => {
    expect(await send(forge())).toMatchObject(refused);
  });

  it.each([
    ['another server', 'https://other.example.com/mcp'],
    ['two endpoints', [`${ISSUER}/mcp`, `${ISSUER}/other`]],
  ])('is refused one for %s', async (_what, resource) => {
    expect(await send(jag({ resource }))).toMatchObject({ error: 'invalid_target' });
  });

  it('is refused a resource that it is not for, and an exchange', async () => {
    const elsewhere = await send(jag(), { resource: `${ISSUER}/other` });
    expect(elsewhere).toMatchObject({ error: 'invalid_target' });
    expect(await ask({ ...exchange(jag()), ...secret() })).toMatchObject(refused);
  });
});

describe('the metadata', () => {
  it('says what is exchanged', () => {
    expect(replicas[0]!.get(AuthorizationServer).metadata()).toMatchObject({
      grant_types_supported: ['client_credentials', JWT_BEARER, TOKEN_EXCHANGE],
      authorization_grant_profiles_supported: ['urn:ietf:params:oauth:grant-profile:id-jag'],
    });
  });
});
