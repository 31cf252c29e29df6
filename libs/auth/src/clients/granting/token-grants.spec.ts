import { crc32 } from 'node:zlib';
import { DatabaseModule } from '@repo/database';
import { withTestDatabase, type TestDatabase } from '@repo/database/testing';
import { Clock } from '@repo/foundation';
import { createHarness, type Harness } from '@repo/mcp-core/testing';
import { useCheapHashes } from '../../testing';
import { ProtectedResources } from '../../discovery/protected-resources';
import { localActor } from '../administration/actor';
import { ClientAdministration } from '../administration/client-administration';
import { KeyAdministration } from '../administration/key-administration';
import { ClientsModule } from '../clients.module';
import { newCredential, PREFIXES } from '../credential/machine-credential';
import { Argon2Threads, MAX_THREADS } from '../hashing/argon2-threads';
import { authSchema } from '../storage/auth-schema';
import { ClientRevocations } from '../verification/client-revocations';
import { LastUse } from '../verification/last-use';
import { StoredKeyVerifier } from '../verification/stored-key.verifier';
import { TokenGrants } from './token-grants';

const admin = localActor('test');

let database: TestDatabase;
let harness: Harness;
beforeAll(async () => {
  useCheapHashes();
  database = await withTestDatabase({ features: [authSchema] });
  harness = await createHarness({
    environment: { DATABASE_URL: database.url, PUBLIC_URL: 'https://mcp.example.com' },
    imports: [DatabaseModule.forRoot({ features: [authSchema] }), ClientsModule],
  });
});
afterAll(async () => {
  await harness.close();
  await database.drop();
});

const create = (name: string) =>
  harness.get(ClientAdministration).create(admin, { name, scopes: [] });

/** How often Argon2 runs, and at most at once, while something is done. */
async function workOf(act: () => Promise<unknown>) {
  const threads = harness.get(Argon2Threads);
  const run = threads.run.bind(threads);
  const work = { runs: 0, atOnce: 0 };
  const spy = jest.spyOn(threads, 'run').mockImplementation(async (call) => {
    work.runs += 1;
    const result = run(call);
    work.atOnce = Math.max(work.atOnce, threads.running);
    return result.finally(() => (work.atOnce = Math.max(work.atOnce, threads.running)));
  });
  await act();
  spy.mockRestore();
  return work;
}

describe('a secret that is guessed', () => {
  const wrong = () => newCredential('clientSecret').text;
  const tryOut = (clientId: string, clientSecret: string) =>
    workOf(() =>
      expect(harness.get(TokenGrants).grant({ clientId, clientSecret })).rejects.toThrow(
        'The client or its secret is not valid.',
      ),
    );

  it('costs the same work, be the client or the id of the secret known or not', async () => {
    const { id, secret } = await create('guessed');
    const publicPart = secret.slice(0, PUBLIC_LENGTH);
    const forged = sameId(publicPart);
    expect((await tryOut(id, forged)).runs).toBe(1);
    expect((await tryOut(id, wrong())).runs).toBe(1);
    expect((await tryOut('00000000-0000-4000-8000-000000000000', wrong())).runs).toBe(1);
  });

  it('costs the same work as a key, be its id known or not', async () => {
    const { id } = await create('guessed-key');
    const { key } = await harness.get(KeyAdministration).create(admin, id, { name: 'key' });
    const resource = harness.get(ProtectedResources).at('/mcp');
    const tryKey = (presented: string) =>
      workOf(async () => {
        const verdict = harness.get(StoredKeyVerifier).verify(presented, resource);
        await expect(verdict).rejects.toThrow('The token is not valid.');
      });
    expect((await tryKey(sameId(key.slice(0, PUBLIC_LENGTH)))).runs).toBe(1);
    expect((await tryKey(newCredential('apiKey').text)).runs).toBe(1);
  });

  /** Characters of a credential before its secret: prefix, id and what is between. */
  const PUBLIC_LENGTH = PREFIXES.apiKey.length + 22;

  /** A well-formed credential with the id of another and a secret of its own. */
  function sameId(publicPart: string): string {
    const kind = publicPart.startsWith(PREFIXES.apiKey) ? 'apiKey' : 'clientSecret';
    const body = publicPart + newCredential(kind).text.slice(PUBLIC_LENGTH, PUBLIC_LENGTH + 43);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    return body + sum.toString('base64url');
  }
});

describe('a hundred requests for a token at once', () => {
  it('take no more threads than there are, and one run for the same secret', async () => {
    const clients = [await create('busy-1'), await create('busy-2'), await create('busy-3')];
    const grants = harness.get(TokenGrants);
    const work = await workOf(() =>
      Promise.all(
        Array.from({ length: 100 }, (_, index) => {
          const { id = '', secret = '' } = clients[index % clients.length] ?? {};
          return grants.grant({ clientId: id, clientSecret: secret });
        }),
      ),
    );
    expect(work.runs).toBe(clients.length);
    expect(work.atOnce).toBeLessThanOrEqual(MAX_THREADS);

    const guesses = await workOf(() =>
      Promise.allSettled(
        Array.from({ length: 3 * MAX_THREADS }, () =>
          grants.grant({ clientId: 'x', clientSecret: newCredential('clientSecret').text }),
        ),
      ),
    );
    expect(guesses).toEqual({ runs: 3 * MAX_THREADS, atOnce: MAX_THREADS });
  });
});

describe('a key that was verified', () => {
  it('is known at once the next time, until it expires', async () => {
    const { id } = await create('expiring');
    const expiresAt = Date.now() + 3_600_000;
    const made = await harness.get(KeyAdministration).create(admin, id, { name: 'key', expiresAt });
    const resource = harness.get(ProtectedResources).at('/mcp');
    const verify = () => harness.get(StoredKeyVerifier).verify(made.key, resource);
    const first = await verify();
    expect(first).toMatchObject({ clientId: id, extra: { subject: id } });
    expect(JSON.stringify(first)).not.toContain(made.key.slice(30));
    expect(verify()).toBe(first);

    const later = jest.spyOn(harness.get(Clock), 'now').mockReturnValue(expiresAt);
    await expect(verify()).rejects.toThrow('The token is not valid.');
    later.mockRestore();
  });
});

describe('the use of a client and its key', () => {
  it('is noted in the database, without a change that replicas would have to notice', async () => {
    const { id } = await create('used');
    const keys = harness.get(KeyAdministration);
    const { key } = await keys.create(admin, id, { name: 'key' });
    const resource = harness.get(ProtectedResources).at('/mcp');
    await harness.get(StoredKeyVerifier).verify(key, resource);
    const { revision } = harness.get(ClientRevocations);
    await harness.get(LastUse).write();
    const { items } = await keys.list(id, { limit: 1 });
    expect(items[0]?.lastUsedAt).toEqual(expect.any(String));
    expect((await harness.get(ClientAdministration).get(id)).lastUsedAt).toEqual(
      expect.any(String),
    );
    await harness.get(ClientRevocations).refresh();
    expect(harness.get(ClientRevocations).revision).toBe(revision);
  });
});
