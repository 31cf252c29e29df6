import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { Resealing } from '@repo/auth/sign-in';
import { until } from '@repo/foundation/testing';
import { Fleet } from '../testing/fleet.fixture';
import { LinkedToolsModule, LinkingWorld, linksBy } from '../testing/linking.fixture';
import type { PersonClient } from '../testing/person.fixture';

const newSealingKey = () => randomBytes(48).toString('base64');
const newSigningKey = () =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;

describe('the keys that seal and those that sign tokens', () => {
  let world: LinkingWorld;
  let fleet: Fleet;
  beforeAll(async () => {
    world = await LinkingWorld.start();
  });
  afterAll(async () => {
    await fleet.stop();
    await world.stop();
  });

  it('are replaced on three replicas under load, and no call fails', async () => {
    const seal = { old: newSealingKey(), new: newSealingKey() };
    const sign = { old: newSigningKey(), new: newSigningKey() };
    const environment = world.environment({
      AUTH_SEALING_KEYS: seal.old,
      JWT_PRIVATE_KEY: sign.old,
    });
    fleet = await Fleet.start(3, LinkedToolsModule, environment);
    // So short that credentials are opened, renewed and sealed all the time.
    world.service.lifetime = 1;

    const failures: string[] = [];
    const counts = { calls: 0, renewals: 0, signIns: 0 };
    let isOver = false;
    const counted = async (what: keyof typeof counts, work: () => Promise<string | undefined>) => {
      const failure = await work().catch((error: unknown) => String(error));
      counts[what] += 1;
      if (failure !== undefined) failures.push(`${what}: ${failure}`);
    };
    const signedIn = async (name: string) => {
      const person = await world.person(name);
      person.opens = linksBy(person);
      const client = await world.connect(person, fleet.url);
      const call = async (service: string) => {
        const found = await world.who(client, service);
        return found === JSON.stringify({ person: name }) ? undefined : found;
      };
      return { person, client, call };
    };
    /** Calls again and again, and renews its token now and then. */
    const user = async (name: string) => {
      const { person, client, call } = await signedIn(name);
      for (let round = 0; !isOver; round += 1) {
        await counted('calls', () => call(round % 4 === 0 ? 'reports' : 'code'));
        if (round % 5 === 0) await counted('renewals', () => renew(person, fleet.url));
      }
      await client.close();
    };
    /** Somebody new, again and again. */
    const newcomers = async () => {
      for (let round = 0; !isOver; round += 1) {
        await counted('signIns', async () => {
          const { client, call } = await signedIn(`newcomer-${round}`);
          const failure = await call('code');
          await client.close();
          return failure;
        });
      }
    };
    const load = Promise.all([...['a', 'b', 'c', 'd'].map(user), newcomers()]);

    /** A while of load. */
    const pass = async () => {
      const { calls, signIns } = counts;
      await until(() => counts.calls >= calls + 100 && counts.signIns >= signIns + 3);
    };
    await pass();
    // First all open what the new keys will seal, and take what they will sign.
    await fleet.roll({
      AUTH_SEALING_KEYS: `${seal.old},${seal.new}`,
      JWT_PRIVATE_KEY: sign.old + sign.new,
    });
    await pass();
    await fleet.roll({
      AUTH_SEALING_KEYS: `${seal.new},${seal.old}`,
      JWT_PRIVATE_KEY: sign.new + sign.old,
    });
    await pass();
    await fleet.replicas[0]!.get(Resealing).run();
    await fleet.roll({ AUTH_SEALING_KEYS: seal.new });
    await pass();
    isOver = true;
    await load;

    expect(failures).toEqual([]);
    expect(counts.calls).toBeGreaterThan(400);
    expect(Math.min(counts.renewals, counts.signIns)).toBeGreaterThan(10);
    const log = fleet.replicas.flatMap(({ log }) => log.messages);
    expect(log.filter((line) => String(line).includes('opened by no key'))).toEqual([]);
  });
});

/** Has the token of a program renewed, by whichever replica. */
async function renew({ stored }: PersonClient, url: string): Promise<string | undefined> {
  const answer = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      ...{ grant_type: 'refresh_token', client_id: 'known' },
      refresh_token: stored.tokens?.refresh_token ?? '',
    }),
  });
  const tokens = (await answer.json()) as Record<string, string>;
  if (!answer.ok) return JSON.stringify(tokens);
  stored.tokens = { ...stored.tokens!, ...tokens };
  return undefined;
}
