import { randomUUID } from 'node:crypto';
import { DatabaseModule } from '@repo/database';
import { withTestDatabase, type TestDatabase } from '@repo/database/testing';
import { createHarness, type Harness } from '@repo/mcp-core/testing';
import { Global, Module } from '@nestjs/common';
import { inSeconds, jwkOf, jws, testKey, type JwsOptions } from '../../testing';
import { localActor } from '../administration/actor';
import { ClientAdministration } from '../administration/client-administration';
import { newClient, parseFields } from '../administration/requests';
import { ClientsModule } from '../clients.module';
import { authSchema } from '../storage/auth-schema';
import { CLIENT_KEY_FETCH } from './client-keys';
import { CLIENT_ASSERTION_TYPE, CLIENT_CREDENTIALS } from '../../discovery/grant-types';
import { TokenEndpoint } from './token-endpoint';

const ISSUER = 'https://mcp.example.com';
const JWKS_URI = 'https://client.example.com/keys';
const admin = localActor('test');
const key = testKey('ES256', 'first');
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** What the address of a client answers. */
let published = [key];
const fetched: string[] = [];
const fetch = async (url: string) => {
  fetched.push(url);
  return Response.json({ keys: published.map((one) => jwkOf(one)) });
};

@Global()
@Module({
  providers: [{ provide: CLIENT_KEY_FETCH, useValue: fetch }],
  exports: [CLIENT_KEY_FETCH],
})
class KeyFetch {}

describe('a client that shows by its key that it is itself', () => {
  let database: TestDatabase;
  let replicas: Harness[];
  beforeAll(async () => {
    database = await withTestDatabase({ features: [authSchema] });
    const environment = { DATABASE_URL: database.url, PUBLIC_URL: ISSUER };
    const start = () =>
      createHarness({
        environment,
        imports: [DatabaseModule.forRoot({ features: [authSchema] }), ClientsModule, KeyFetch],
      });
    replicas = [await start(), await start()];
  });
  afterAll(async () => {
    for (const replica of replicas) await replica.close();
    await database.drop();
  });

  const create = (keys: object) =>
    replicas[0]!.get(ClientAdministration).create(admin, {
      ...parseFields(newClient, { name: `client-${randomUUID()}`, scopes: ['a', 'b'], ...keys }),
    });
  const withJwks = () => create({ jwks: { keys: [jwkOf(key)] } });
  const assertion = (id: string, claims: object = {}, options: JwsOptions = {}) => {
    const said = { iss: id, sub: id, aud: ISSUER, exp: inSeconds(60), jti: randomUUID() };
    return jws({ ...said, ...claims }, { key, ...options });
  };
  let asked = 0;
  const ask = async (client_assertion: string, more: object = {}, replica = replicas[0]!) => {
    const form = {
      ...{ grant_type: CLIENT_CREDENTIALS, client_assertion_type: CLIENT_ASSERTION_TYPE },
      ...{ client_assertion, ...more },
    };
    const endpoint = replica.get(TokenEndpoint);
    try {
      const address = `203.0.113.${(asked += 1)}`;
      return await endpoint.answer(FORM, new URLSearchParams(form).toString(), address);
    } catch (error) {
      const refusal = endpoint.refusal(error);
      if (refusal === undefined) throw error;
      return refusal;
    }
  };
  const refused = { status: 401, error: 'invalid_client' };

  it('gets a token, without a secret that could be found', async () => {
    const client = await withJwks();
    expect(client).not.toHaveProperty('secret');
    expect(client.secrets).toEqual([]);
    for (const aud of [ISSUER, `${ISSUER}/oauth/token`, [ISSUER]]) {
      expect(await ask(assertion(client.id, { aud }), { scope: 'a' })).toMatchObject({
        token_type: 'Bearer',
        scope: 'a',
      });
    }
    expect(await ask(assertion(client.id), { client_id: client.id })).toMatchObject({
      scope: 'a b',
    });
  });

  it('may have its keys fetched, which it can replace', async () => {
    const { id } = await create({ jwksUri: JWKS_URI });
    expect(await ask(assertion(id))).toMatchObject({ scope: 'a b' });
    expect(await ask(assertion(id))).toMatchObject({ scope: 'a b' });
    expect(fetched).toEqual([JWKS_URI]);
    const next = testKey('EdDSA', 'next');
    published = [next];
    // Where they were just got, they are not got again for whoever makes up a key.
    expect(await ask(assertion(id, {}, { key: next }))).toMatchObject(refused);
    const { id: another } = await create({ jwksUri: `${JWKS_URI}/2` });
    expect(await ask(assertion(another, {}, { key: next }))).toMatchObject({ scope: 'a b' });
    expect(await ask(assertion(another))).toMatchObject(refused);
  });

  it('is refused an assertion that was used, be it at the other replica', async () => {
    const { id } = await withJwks();
    const once = assertion(id);
    expect(await ask(once)).toMatchObject({ token_type: 'Bearer' });
    for (const replica of replicas) expect(await ask(once, {}, replica)).toMatchObject(refused);
    const many = assertion(id);
    const answers = await Promise.all([0, 1, 0, 1].map((at) => ask(many, {}, replicas[at])));
    expect(answers.filter((answer) => 'access_token' in answer)).toHaveLength(1);
  });

  const stranger = testKey('ES256', 'first');
  const secret = JSON.stringify(jwkOf(key));
  const attacks: [string, (id: string) => string][] = [
    ['of alg none', (id) => assertion(id, {}, { key: undefined })],
    ['by HS256 with the public key as the secret', (id) => assertion(id, {}, { secret })],
    ['by the key of a stranger', (id) => assertion(id, {}, { key: stranger })],
    [
      'with its own key in the header',
      (id) => assertion(id, {}, { key: stranger, header: { jwk: jwkOf(stranger) } }),
    ],
    ['for another server', (id) => assertion(id, { aud: 'https://other.example.com' })],
    ['for another server as well', (id) => assertion(id, { aud: [ISSUER, 'https://evil.com'] })],
    ['for nobody', (id) => assertion(id, { aud: undefined })],
    ['of another issuer', (id) => assertion(id, { iss: randomUUID() })],
    ['that has expired', (id) => assertion(id, { exp: inSeconds(-60) })],
    ['that never expires', (id) => assertion(id, { exp: undefined })],
    ['that is good for hours', (id) => assertion(id, { exp: inSeconds(7_200) })],
    ['of the future', (id) => assertion(id, { iat: inSeconds(600) })],
    ['not valid yet', (id) => assertion(id, { nbf: inSeconds(600) })],
    ['without a jti', (id) => assertion(id, { jti: undefined })],
    ['that is an access token', (id) => assertion(id, {}, { header: { typ: 'at+jwt' } })],
    ['that is a proof', (id) => assertion(id, {}, { header: { typ: 'dpop+jwt' } })],
    ['of a client that nobody knows', () => assertion(randomUUID())],
    ['of a client whose name is no id', () => assertion("'; DROP TABLE auth_client")],
    ['that is none', () => 'x'],
  ];

  it.each(attacks)('is refused one %s', async (_what, forge) => {
    const { id } = await withJwks();
    expect(await ask(forge(id))).toMatchObject(refused);
  });

  it('is refused one of the client beside it', async () => {
    const [one, other] = [await withJwks(), await create({ jwks: { keys: [jwkOf(stranger)] } })];
    expect(await ask(assertion(one.id, {}, { key: stranger }))).toMatchObject(refused);
    const mixed = await ask(assertion(one.id), { client_id: other.id });
    expect(mixed).toMatchObject({ error: 'invalid_request' });
  });

  it('is refused two credentials at once, and one of another type', async () => {
    const { id } = await withJwks();
    const both = await ask(assertion(id), { client_id: id, client_secret: 'x' });
    expect(both).toMatchObject({ error: 'invalid_request' });
    const saml = 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer';
    expect(await ask(assertion(id), { client_assertion_type: saml })).toMatchObject({
      error: 'invalid_request',
    });
  });

  it('is refused once it is disabled, or has lost its key', async () => {
    const administration = replicas[0]!.get(ClientAdministration);
    const { id } = await withJwks();
    const changed = await administration.update(admin, id, { jwksUri: `${JWKS_URI}/3` });
    expect(changed).toMatchObject({ jwks: null, jwksUri: `${JWKS_URI}/3` });
    expect(await ask(assertion(id))).toMatchObject(refused);
    await administration.update(admin, id, { jwks: { keys: [jwkOf(key) as object] } as never });
    expect(await ask(assertion(id))).toMatchObject({ scope: 'a b' });
    await administration.disable(admin, id);
    expect(await ask(assertion(id))).toMatchObject(refused);
  });

  const privateJwk = { ...key.privateKey.export({ format: 'jwk' }), kid: 'first' };
  const faults: [string, object, string][] = [
    ['a private key', { jwks: { keys: [privateJwk] } }, 'this one is private'],
    ['a symmetric key', { jwks: { keys: [{ kty: 'oct', k: 'AA' }] } }, 'this one is private'],
    ['no key', { jwks: { keys: [] } }, 'expected a key'],
    ['plain http', { jwksUri: 'http://client.example.com/keys' }, 'expected an https URL'],
    ['keys in two places', { jwks: { keys: [jwkOf(key)] }, jwksUri: JWKS_URI }, 'either jwks or'],
  ];
  it.each(faults)('is not registered with %s', (_what, keys, message) => {
    const fields = { name: 'client', scopes: [], ...keys };
    expect(() => parseFields(newClient, fields)).toThrow(message);
  });
});
