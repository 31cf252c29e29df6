import { randomBytes } from 'node:crypto';
import { eventually } from '@repo/foundation/testing';
import { Fleet } from '../testing/fleet.fixture';
import { LinkedToolsModule, LinkingWorld, linksBy } from '../testing/linking.fixture';

const is = (person: string) => JSON.stringify({ person });
const times = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('credentials on three replicas', () => {
  let world: LinkingWorld;
  let fleet: Fleet;
  const sealingKey = randomBytes(48).toString('base64');
  beforeAll(async () => {
    world = await LinkingWorld.start();
    const environment = world.environment({ AUTH_SEALING_KEYS: sealingKey });
    fleet = await Fleet.start(3, LinkedToolsModule, environment);
  });
  afterAll(async () => {
    await fleet.stop();
    await world.stop();
  });

  /** Somebody whose program is connected, and who has linked their account where that is asked for. */
  async function linked(name: string) {
    const person = await world.person(name);
    person.opens = linksBy(person);
    const client = await world.connect(person, fleet.url);
    return { person, client };
  }

  it('are refreshed once by a hundred calls', async () => {
    world.service.lifetime = 0;
    const { client } = await linked('many');
    // The one of the link is good for that moment.
    await world.who(client);
    world.service.lifetime = 3_600;
    const { refreshed } = world.service.counts;
    let release = () => {};
    world.service.gate = new Promise((resolve) => (release = resolve));
    const calls = times(100).map(() => world.who(client));
    await eventually(() => expect(world.service.counts.refreshed).toBe(refreshed + 1));
    release();
    expect(new Set(await Promise.all(calls))).toEqual(new Set([is('many')]));
    expect(world.service.counts).toMatchObject({ refreshed: refreshed + 1, reused: 0 });
    await client.close();
  });

  it('are got for the token of the sign-in, which a hundred calls refresh once', async () => {
    world.provider.lifetime = 0;
    const { client } = await linked('exchanger');
    world.provider.lifetime = 3_600;
    const before = { ...world.provider.counts };
    const calls = times(100).map(() => world.who(client, 'reports'));
    expect(new Set(await Promise.all(calls))).toEqual(new Set([is('exchanger')]));
    expect(world.provider.counts).toMatchObject({
      refreshed: before.refreshed + 1,
      exchanged: before.exchanged + 1,
      reused: 0,
    });
    await client.close();
  });

  it('are those of the caller alone, with 32 people at once', async () => {
    const people = await Promise.all(times(32).map((n) => linked(`person-${n}`)));
    // So short that they are renewed all the time, too.
    world.service.lifetime = 1;
    const wrong: string[] = [];
    await Promise.all(
      people.map(async ({ client }, n) => {
        for (const round of times(10)) {
          const service = round % 3 === 0 ? 'reports' : 'code';
          const found = await world.who(client, service);
          if (found !== is(`person-${n}`)) wrong.push(`${n} at ${service}: ${found}`);
        }
      }),
    );
    world.service.lifetime = 3_600;
    expect(wrong).toEqual([]);
    await Promise.all(people.map(({ client }) => client.close()));
  });

  it('leave nothing in the database that anybody could use', async () => {
    const { person, client } = await linked('planted');
    await world.who(client);
    await world.who(client, 'reports');
    const secrets = [
      ...world.service.given,
      ...world.provider.given,
      person.stored.tokens?.access_token ?? '',
      person.stored.tokens?.refresh_token ?? '',
      sealingKey,
    ];
    const { dataSource } = world.database;
    const tables = await dataSource.query<{ name: string }[]>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
        WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    let dump = '';
    for (const { name } of tables) {
      const rows = await dataSource.query<{ text: string }[]>(
        `SELECT t::text AS text FROM ${name} t`,
      );
      dump += rows.map(({ text }) => text).join('\n');
    }
    // What is there at all, and bytes as hexadecimal digits.
    expect(dump).toContain('there:planted');
    expect(dump).toContain('\\\\x');
    expect(secrets.length).toBeGreaterThan(100);
    for (const secret of secrets) {
      const bytes = Buffer.from(secret);
      for (const text of [secret, bytes.toString('hex'), bytes.toString('base64').slice(0, -4)]) {
        expect(text.length).toBeGreaterThan(16);
        expect(dump.includes(text)).toBe(false);
      }
    }
    await client.close();
  });
});
