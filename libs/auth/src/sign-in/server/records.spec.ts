import { randomBytes } from 'node:crypto';
import { loadConfig } from '@repo/config';
import { DatabaseModule, Tables } from '@repo/database';
import { withTestDatabase, type TestDatabase } from '@repo/database/testing';
import { createHarness, type Harness } from '@repo/mcp-core/testing';
import { authSchema } from '../../clients/storage/auth-schema';
import { ConsumedError, Records } from './records';
import { digestOf, Seal } from './seal';

describe('what the sign-in keeps', () => {
  let database: TestDatabase;
  let harness: Harness;
  let records: Records;
  let tables: Tables;
  beforeAll(async () => {
    database = await withTestDatabase({ features: [authSchema] });
    harness = await createHarness({
      environment: { DATABASE_URL: database.url },
      imports: [DatabaseModule.forRoot({ features: [authSchema], opening: 'awaited' })],
      providers: [Records, Seal],
    });
    records = harness.get(Records);
    tables = harness.get(Tables);
  });
  afterAll(async () => {
    await harness.close();
    await database.drop();
  });

  const id = () => randomBytes(32).toString('base64url');

  it('is found by what its holder shows, and in no other way', async () => {
    const [token, uid] = [id(), id()];
    const value = { jti: token, accountId: 'entra:ada', uid };
    await records.adapter('Session').upsert(token, value, 60);
    expect(await records.adapter('Session').find(token)).toEqual(value);
    expect(await records.adapter('Session').findByUid(uid)).toEqual(value);
    expect(await records.adapter('Grant').find(token)).toBeUndefined();
    expect(await records.adapter('Session').find(id())).toBeUndefined();
  });

  it('is of no use to who reads the database', async () => {
    const token = id();
    await records.save('RefreshToken', token, { jti: token, accountId: 'entra:ada' }, 60);
    const rows = await tables.query<object[]>(
      "SELECT kind, id, uid, grant_id, encode(payload, 'escape') AS payload FROM auth_record",
    );
    const dump = JSON.stringify(rows);
    expect(dump).not.toContain(token);
    expect(dump).not.toContain('ada');
  });

  it('is nothing any more when a row is put in the place of another', async () => {
    const [mine, other] = [id(), id()];
    await records.save('Session', mine, { accountId: 'mine' }, 60);
    await records.save('Session', other, { accountId: 'other' }, 60);
    await tables.query(
      `UPDATE auth_record SET payload = (SELECT payload FROM auth_record WHERE id = $1) WHERE id = $2`,
      [digestOf(other), digestOf(mine)],
    );
    expect(await records.find('Session', mine)).toBeUndefined();
  });

  it('is taken once', async () => {
    const state = id();
    await records.save('Attempt', state, { uid: 'x' }, 60);
    const taken = await Promise.all([1, 2, 3].map(() => records.take('Attempt', state)));
    expect(taken.filter((one) => one !== undefined)).toEqual([{ uid: 'x' }]);
  });

  it('is consumed once, by whoever comes first', async () => {
    const code = id();
    const adapter = records.adapter('AuthorizationCode');
    await adapter.upsert(code, { jti: code }, 60);
    const ends = await Promise.allSettled([1, 2, 3].map(() => adapter.consume(code)));
    const refused = ends.filter((end) => end.status === 'rejected').map(({ reason }) => reason);
    expect(refused).toEqual([expect.any(ConsumedError), expect.any(ConsumedError)]);
    expect(await adapter.find(code)).toMatchObject({ consumed: expect.any(Number) });
  });

  it('ends with its grant, which replicas learn', async () => {
    const [grant, token] = [id(), id()];
    await records.adapter('Grant').upsert(grant, { jti: grant }, 60);
    await records.adapter('RefreshToken').upsert(token, { jti: token, grantId: grant }, 60);
    await records.adapter('RefreshToken').revokeByGrantId(grant);
    expect(await records.find('Grant', grant)).toBeUndefined();
    expect(await records.find('RefreshToken', token)).toBeUndefined();
    expect(await records.endedGrants()).toContain(digestOf(grant));
  });

  it('ends with its time', async () => {
    const token = id();
    await records.save('Session', token, {}, -1);
    expect(await records.find('Session', token)).toBeUndefined();
  });

  it('is opened by the keys before, and not by others', () => {
    const sealWith = (environment: Record<string, string>) => {
      const { auth, signIn } = loadConfig(environment);
      return new Seal(auth, signIn);
    };
    const [older, newer] = ['o'.repeat(32), 'n'.repeat(32)];
    const first = sealWith({ JWT_SECRET: 'first secret' });
    const sealed = first.seal({ a: 1 }, 'here');
    expect(first.open(sealed, 'here')).toEqual({ a: 1 });
    expect(first.open(sealed, 'there')).toBeUndefined();
    expect(sealWith({ JWT_SECRET: 'another secret' }).open(sealed, 'here')).toBeUndefined();

    const own = sealWith({ JWT_SECRET: 'first secret', AUTH_SEALING_KEYS: older });
    expect(own.open(sealed, 'here')).toEqual({ a: 1 });
    const both = sealWith({ JWT_SECRET: 'first secret', AUTH_SEALING_KEYS: `${newer},${older}` });
    expect(both.open(own.seal({ b: 2 }, 'here'), 'here')).toEqual({ b: 2 });
    expect(own.open(both.seal({ b: 2 }, 'here'), 'here')).toBeUndefined();
    expect(new Set([first.keyId, own.keyId, both.keyId]).size).toBe(3);
    expect([first, own, both].map((seal) => seal.keyFor('ID tokens').toString('hex'))).toEqual(
      Array(3).fill(first.keyFor('ID tokens').toString('hex')),
    );
  });
});
