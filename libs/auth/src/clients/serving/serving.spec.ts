import { DatabaseModule } from '@repo/database';
import { withTestDatabase, type TestDatabase } from '@repo/database/testing';
import { Clock } from '@repo/foundation';
import { createHarness, type Harness } from '@repo/mcp-core/testing';
import { Authenticator } from '../../authentication/authenticator';
import { useCheapHashes } from '../../testing';
import { ProtectedResources } from '../../discovery/protected-resources';
import { localActor } from '../administration/actor';
import { ClientAdministration } from '../administration/client-administration';
import { KeyAdministration } from '../administration/key-administration';
import { ClientAdministrationModule } from '../clients.module';
import { newCredential } from '../credential/machine-credential';
import { TokenGrants } from '../granting/token-grants';
import { Argon2Threads } from '../hashing/argon2-threads';
import { authSchema } from '../storage/auth-schema';
import { ClientDatabase } from '../storage/client-database';
import { LastUse } from '../verification/last-use';
import { ServingClientsModule } from './serving.module';

const admin = localActor('test');

let database: TestDatabase;
let office: Harness;
let served: Harness;
let now: number;
beforeAll(async () => {
  useCheapHashes();
  database = await withTestDatabase({ features: [authSchema] });
  const environment = { DATABASE_URL: database.url, PUBLIC_URL: 'https://mcp.example.com' };
  office = await createHarness({
    environment,
    imports: [DatabaseModule.forRoot({ features: [authSchema] }), ClientAdministrationModule],
  });
  served = await createHarness({
    environment,
    imports: [ServingClientsModule.forRoot(database.url)],
  });
  now = Date.now();
  jest.spyOn(served.get(Clock), 'now').mockImplementation(() => now);
});
afterAll(async () => {
  await served.close();
  await office.close();
  await database.drop();
});

async function keyed(name: string) {
  const client = await office.get(ClientAdministration).create(admin, { name, scopes: [] });
  return { client, ...(await office.get(KeyAdministration).create(admin, client.id, { name })) };
}

const authenticate = async (credential: string) => {
  const headers = { authorization: `Bearer ${credential}` };
  const resource = served.get(ProtectedResources).at('/mcp');
  return served.get(Authenticator).authenticate({ headers }, 'required', resource);
};

/** How many statements are asked, and secrets hashed, while something is done. */
async function workOf(act: () => Promise<unknown>) {
  const asked = jest.spyOn(served.get(ClientDatabase), 'query');
  const hashed = jest.spyOn(served.get(Argon2Threads), 'run');
  await act();
  const work = { asked: asked.mock.calls.length, hashed: hashed.mock.calls.length };
  asked.mockRestore();
  hashed.mockRestore();
  return work;
}

describe('a process without timers', () => {
  it('asks what has changed every four seconds at most, and only when somebody calls', async () => {
    const { client, key } = await keyed('asking');
    await authenticate(key);
    expect(await workOf(() => authenticate(key))).toEqual({ asked: 0, hashed: 0 });
    now += 4_000;
    const many = await workOf(() => Promise.all([1, 2, 3].map(() => authenticate(key))));
    expect(many).toEqual({ asked: 1, hashed: 0 });

    await office.get(ClientAdministration).disable(admin, client.id);
    expect(await authenticate(key)).toMatchObject({ clientId: client.id });
    now += 4_000;
    await expect(authenticate(key)).rejects.toThrow('The token is not valid.');
  });

  it('notices that a key is revoked, though its client is not', async () => {
    const { client, id, key } = await keyed('revoked');
    await authenticate(key);
    await office.get(KeyAdministration).revoke(admin, client.id, id);
    now += 4_000;
    await expect(authenticate(key)).rejects.toThrow('The token is not valid.');
  });

  it('asks again of a database that was away, and not at each request', async () => {
    const { key } = await keyed('away');
    await authenticate(key);
    now += 4_000;
    const query = jest.spyOn(served.get(ClientDatabase), 'query');
    query.mockRejectedValue(new Error('away'));
    expect(await authenticate(key)).toBeDefined();
    expect(await authenticate(key)).toBeDefined();
    expect(query).toHaveBeenCalledTimes(1);
    await expect(authenticate(newCredential('apiKey').text)).rejects.toMatchObject({ status: 503 });
    query.mockRestore();
  });

  it('notes a use once a minute', async () => {
    const { key } = await keyed('noting');
    now += 60_000;
    await authenticate(key);
    const note = () => workOf(() => served.get(LastUse).writeWhenDue());
    expect((await note()).asked).toBe(2);
    await authenticate(key);
    expect((await note()).asked).toBe(0);
    now += 60_000;
    expect((await note()).asked).toBe(2);
  });
});

describe('a credential that is guessed there', () => {
  it('costs one look-up and one hash, though nobody has its id', async () => {
    const { client, key: right } = await keyed('guessed');
    await authenticate(right);
    const wrong = newCredential('clientSecret').text;
    const grant = (clientId: string) =>
      workOf(() =>
        expect(served.get(TokenGrants).grant({ clientId, clientSecret: wrong })).rejects.toThrow(
          'The client or its secret is not valid.',
        ),
      );
    const work = { asked: 1, hashed: 1 };
    expect(await grant(client.id)).toEqual(work);
    const key = newCredential('apiKey').text;
    expect(await workOf(() => expect(authenticate(key)).rejects.toThrow())).toEqual(work);
  });
});
