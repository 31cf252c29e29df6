import { randomBytes } from 'node:crypto';
import { DatabaseModule } from '@repo/database';
import { withTestDatabase, type TestDatabase } from '@repo/database/testing';
import { Clock } from '@repo/foundation';
import { eventually, ManualClock } from '@repo/foundation/testing';
import { createHarness, type Harness } from '@repo/mcp-core/testing';
import { authSchema } from '../../clients/storage/auth-schema';
import { FakeService, SERVICE_CLIENT_ID, SERVICE_CLIENT_SECRET } from '../../testing/fake-service';
import { Seal } from '../server/seal';
import { CredentialStore, type CredentialKey } from './credential-store';
import { keptTokens } from './kept-tokens';
import { Renewals, type Renewal } from './renewals';
import { ServiceClient } from './service-client';
import { ServiceFault } from './service-fault';

describe('a credential that has to be renewed', () => {
  let database: TestDatabase;
  let service: FakeService;
  const replicas: Harness[] = [];
  const clock = new ManualClock();
  beforeAll(async () => {
    database = await withTestDatabase({ features: [authSchema] });
    for (let count = 0; count < 3; count += 1) {
      replicas.push(
        await createHarness({
          environment: { DATABASE_URL: database.url, JWT_SECRET: 'the same on every replica' },
          imports: [DatabaseModule.forRoot({ features: [authSchema], opening: 'awaited' })],
          providers: [CredentialStore, Renewals, Seal, { provide: Clock, useValue: clock }],
        }),
      );
    }
  });
  afterAll(async () => {
    await Promise.all(replicas.map((replica) => replica.close()));
    await database.drop();
  });
  beforeEach(async () => {
    service = await FakeService.start();
  });
  afterEach(() => service.stop());

  const client = (timeout?: number) =>
    new ServiceClient(
      {
        ...{
          id: 'code',
          title: 'Code',
          by: 'link',
          provider: undefined,
          scopes: '',
          parameters: {},
        },
        ...{ issuer: service.issuer, endpoints: undefined, clientAuthentication: 'basic' },
        ...{ clientId: SERVICE_CLIENT_ID, clientSecret: SERVICE_CLIENT_SECRET },
      },
      clock,
      timeout,
    );
  const of = <T>(index: number, token: abstract new (...parameters: never[]) => T) =>
    replicas[index]!.get(token);

  /** One that has just ended, of somebody new. */
  async function ended(): Promise<{ key: CredentialKey; renewal: Renewal; client: ServiceClient }> {
    const key = { personId: `there:${randomBytes(8).toString('hex')}`, service: 'code' };
    const own = client();
    const attempt = {
      ...{ state: 's', codeVerifier: 'v'.repeat(43) },
      redirectUri: 'https://mcp.example.com/oauth/linked/code',
    };
    const address = await own.addressOf(attempt);
    const back = await fetch(address, { redirect: 'manual' });
    const tokens = await own.redeem(new URL(back.headers.get('location')!), attempt);
    await of(0, CredentialStore).put(key, keptTokens({ ...tokens, lifetime: 0 }, clock.now()), 1);
    const renewal: Renewal = {
      obtain: (former) => own.refresh(former?.refreshToken ?? ''),
      days: 1,
    };
    return { key, renewal, client: own };
  }
  const awayFault = expect.objectContaining({ reason: 'away' });

  it('is so once for all replicas, and all have the new one', async () => {
    const { key, renewal } = await ended();
    const found = await Promise.all(
      Array.from({ length: 30 }, (_, n) => of(n % 3, Renewals).good(key, renewal)),
    );
    expect(new Set(found.map((one) => one?.tokens?.accessToken)).size).toBe(1);
    expect(service.counts).toMatchObject({ refreshed: 1, reused: 0 });
  });

  it('is so by another replica, when the one that began it has died', async () => {
    const { key, renewal } = await ended();
    const store = of(0, CredentialStore);
    const kept = (await store.find(key))!;
    expect(await store.lease(kept, 'of the dead', 20_000)).toBe(true);
    expect(await of(1, CredentialStore).lease(kept, 'of another', 20_000)).toBe(false);
    const tries = jest.spyOn(of(1, CredentialStore), 'lease');
    const found = of(1, Renewals).good(key, renewal);
    await eventually(() => expect(tries.mock.calls.length).toBeGreaterThan(2));
    tries.mockRestore();
    expect(service.counts.refreshed).toBe(0);
    clock.advance(20_001);
    expect((await found)?.tokens?.accessToken).toMatch(/^fake-access/);
    // Whoever was taken for dead and comes late changes nothing.
    expect(await store.renew(kept, { accessToken: 'stale' }, 1)).toBe(false);
    expect(await store.end(kept)).toBe(false);
  });

  it('survives an answer that is lost, where the service takes a token again for a while', async () => {
    const { key, renewal } = await ended();
    service.isLenient = true;
    service.lostAnswers = 1;
    const found = await of(0, Renewals).good(key, renewal);
    expect(found?.tokens?.accessToken).toMatch(/^fake-access/);
    expect(service.counts).toMatchObject({ refreshed: 2, reused: 1 });
    // And the one that is kept is the last one given.
    expect(service.given).toContain(found?.tokens?.refreshToken);
    clock.advance(3_600_000);
    expect(await of(1, Renewals).good(key, renewal)).toBeDefined();
  });

  it('has ended, where an answer is lost and the service is strict: the person links again', async () => {
    const { key, renewal } = await ended();
    service.lostAnswers = 1;
    const ends: string[] = [];
    const onEnd = (end: string, why?: string) => void ends.push(`${end}: ${why}`);
    expect(await of(0, Renewals).good(key, { ...renewal, onEnd })).toBeUndefined();
    expect(ends).toEqual(['refused: invalid_grant']);
    expect(await of(1, CredentialStore).find(key)).toBeUndefined();
  });

  it('stays, where the database fails after the service has given a new one', async () => {
    const { key, renewal } = await ended();
    const store = of(0, CredentialStore);
    const renew = jest.spyOn(store, 'renew').mockRejectedValueOnce(new Error('it is away'));
    const found = await of(0, Renewals).good(key, renewal);
    expect(renew).toHaveBeenCalledTimes(2);
    expect((await of(1, CredentialStore).find(key))?.tokens).toEqual(found?.tokens);
    expect(service.counts).toMatchObject({ refreshed: 1, reused: 0 });
    renew.mockRestore();
  });

  it('is good for what is left of it, while the service is away', async () => {
    const { key, renewal } = await ended();
    await of(0, Renewals).good(key, renewal);
    service.isAway = true;
    // A minute before its end it would be renewed.
    clock.advance(3_570_000);
    expect(await of(0, Renewals).good(key, renewal)).toBeDefined();
    clock.advance(31_000);
    await expect(of(0, Renewals).good(key, renewal)).rejects.toEqual(awayFault);
    service.isAway = false;
    clock.advance(5_001);
    expect(await of(0, Renewals).good(key, renewal)).toBeDefined();
  });

  it('asks a dead service a few times, and not a thousand', async () => {
    const { key, renewal, client: own } = await ended();
    service.isAway = true;
    const before = service.counts.asked;
    const faults = await Promise.allSettled([
      // Of one person, whom one question is asked for, and of a thousand others.
      ...Array.from({ length: 1_000 }, () => of(0, Renewals).good(key, renewal)),
      ...Array.from({ length: 1_000 }, () => own.refresh('of somebody')),
    ]);
    expect(faults.every(({ status }) => status === 'rejected')).toBe(true);
    expect(service.counts.asked - before).toBeLessThanOrEqual(25);
    // It is asked again by one when the time has come, and then by all.
    clock.advance(61_000);
    await Promise.allSettled(Array.from({ length: 100 }, () => own.refresh('of somebody')));
    expect(service.counts.asked - before).toBeLessThanOrEqual(26);
    service.isAway = false;
    clock.advance(61_000);
    await expect(own.refresh('of somebody')).rejects.toMatchObject({ reason: 'refused' });
    expect(await of(0, Renewals).good(key, renewal)).toBeDefined();
  });

  it('waits no longer than the service may take', async () => {
    const { key } = await ended();
    const own = client(0.1);
    service.gate = new Promise(() => undefined);
    const obtain: Renewal['obtain'] = (former) => own.refresh(former?.refreshToken ?? '');
    const found = of(0, Renewals).good(key, { obtain, days: 1 });
    await expect(found).rejects.toEqual(expect.any(ServiceFault));
  });

  it('is refused where it is larger than any token', () => {
    expect(() => keptTokens({ accessToken: 'a'.repeat(16_385) }, 0)).toThrow('16384 characters');
  });

  it('is sealed anew where a former key has sealed it, and then opened without that one', async () => {
    const { key, renewal } = await ended();
    await of(0, Renewals).good(key, renewal);
    const keys = { old: 'o'.repeat(32), new: 'n'.repeat(32) };
    const storeWith = async (sealing: string, secret = 'the same on every replica') => {
      const replica = await createHarness({
        environment: {
          ...{ DATABASE_URL: database.url, AUTH_SEALING_KEYS: sealing },
          JWT_SECRET: secret,
        },
        imports: [DatabaseModule.forRoot({ features: [authSchema], opening: 'awaited' })],
        providers: [CredentialStore, Seal, { provide: Clock, useValue: clock }],
      });
      replicas.push(replica);
      return replica.get(CredentialStore);
    };
    const first = await storeWith(keys.old);
    const kept = (await first.find(key))!;
    expect([kept.isSealedAnew, await first.reseal(kept)]).toEqual([false, true]);
    const second = await storeWith(`${keys.new},${keys.old}`);
    const former = await second.sealedBefore({ personId: '', service: '' });
    for (const one of former.filter(({ personId }) => personId === key.personId)) {
      expect(await second.reseal(one)).toBe(true);
    }
    const third = await storeWith(keys.new, 'another secret');
    expect((await third.find(key))?.tokens).toEqual(kept.tokens);
    // A replica without the key leaves it to others.
    const fourth = await storeWith(keys.old, 'another secret');
    expect(await new Renewals(fourth, clock).good(key, renewal)).toBeUndefined();
    expect((await third.find(key))?.tokens).toEqual(kept.tokens);
  });

  it('is of no use in the row of another', async () => {
    const [mine, other] = [await ended(), await ended()];
    await database.dataSource.query(
      `UPDATE auth_credential SET sealed = (SELECT sealed FROM auth_credential WHERE person_id = $1)
        WHERE person_id = $2`,
      [other.key.personId, mine.key.personId],
    );
    expect((await of(0, CredentialStore).find(mine.key))?.tokens).toBeUndefined();
    expect((await of(0, CredentialStore).find(other.key))?.tokens).toBeDefined();
  });
});
