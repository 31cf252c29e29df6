import { eventually } from '@repo/foundation/testing';
import { LinkedServices } from '@repo/auth/sign-in';
import { TestApi, textOf } from '../testing/api.fixture';
import { LinkedToolsModule, LinkingWorld, linksBy } from '../testing/linking.fixture';

const KEY = 'the-key-of-a-machine';
const is = (person: string) => JSON.stringify({ person });

describe('a credential of the caller', () => {
  let world: LinkingWorld;
  let api: TestApi;
  beforeAll(async () => {
    world = await LinkingWorld.start();
    api = await TestApi.start(world.environment({ API_KEY: KEY }), LinkedToolsModule);
  });
  afterAll(async () => {
    await api.stop();
    await world.stop();
  });

  it.each(['modern', 'legacy'] as const)(
    'is linked by the person whom the call of a %s client asks, and used from then on',
    async (era) => {
      const person = await world.person(`linker-${era}`);
      let asked = 0;
      person.opens = async (url) => {
        asked += 1;
        await person.browser.open(url);
        expect(person.browser.text).toContain(`You are <strong>linker-${era}</strong>`);
        expect(person.browser.text).toContain('<code>repo</code>');
        return linksBy(person)(url);
      };
      const client = await world.connect(person, api.url, era);
      expect(await world.who(client)).toBe(is(`linker-${era}`));
      expect(person.browser.text).toContain('Code is linked');
      expect(await world.who(client)).toBe(is(`linker-${era}`));
      expect(asked).toBe(1);
      await client.close();
    },
  );

  it('is asked for with an address, where the client opens no pages', async () => {
    const person = await world.person('reader');
    const client = await world.connect(person, api.url);
    const told = await world.who(client);
    expect(told).toMatch(/^Code has to be linked first\. Open http\S+ in a browser/);
    await linksBy(person)(/http\S+/.exec(told)?.[0] ?? '');
    expect(await world.who(client)).toBe(is('reader'));
    await client.close();
  });

  it('is not there where the person does not want it', async () => {
    const person = await world.person('decliner');
    person.opens = () => Promise.resolve('decline');
    const client = await world.connect(person, api.url);
    expect(await world.who(client)).toBe('Code is not linked: the person did not want to.');
    await client.close();
  });

  it.each([
    ['reports', 'urn:ietf:params:oauth:grant-type:token-exchange', { audience: 'reports' }],
    [
      'graph',
      'urn:ietf:params:oauth:grant-type:jwt-bearer',
      { requested_token_use: 'on_behalf_of', scope: 'mail' },
    ],
  ])('is got for the token of the sign-in: %s', async (service, grant, sent) => {
    const person = await world.person(`exchanger-${service}`);
    const client = await world.connect(person, api.url);
    const { exchanged } = world.provider.counts;
    expect(await world.who(client, service)).toBe(is(`exchanger-${service}`));
    expect(Object.fromEntries(world.provider.lastForm)).toMatchObject({
      grant_type: grant,
      ...sent,
    });
    expect(await world.who(client, service)).toBe(is(`exchanger-${service}`));
    expect(world.provider.counts.exchanged).toBe(exchanged + 1);
    await client.close();
  });

  it('is got again after a new sign-in, where the provider takes the old one no more', async () => {
    const person = await world.person('returner');
    person.opens = async (url) => {
      await person.browser.open(url);
      await person.browser.press('again');
      expect(person.browser.text).toContain('You have signed in again');
      return 'accept';
    };
    const client = await world.connect(person, api.url);
    world.provider.forget('returner');
    expect(await world.who(client, 'reports')).toBe(is('returner'));
    await client.close();
  });

  it('is asked for again, where the service takes it no more', async () => {
    const person = await world.person('forgotten');
    let asked = 0;
    person.opens = async (url) => {
      asked += 1;
      return linksBy(person)(url);
    };
    const client = await world.connect(person, api.url);
    await world.who(client);
    world.service.forget('forgotten');
    expect(await world.who(client)).toBe(is('forgotten'));
    expect(asked).toBe(2);
    await client.close();
  });

  it('is none of a machine', async () => {
    const call = { service: 'code', at: world.service.issuer };
    const answer = await api.call('who_there', call, {
      headers: { 'x-api-key': KEY },
    });
    expect(await answer.text()).toContain('api-key is a machine or an API key');
  });

  it('is shown on the account page, and taken back there at once', async () => {
    const person = await world.person('owner');
    person.opens = linksBy(person);
    const client = await world.connect(person, api.url);
    await world.who(client);
    const { revoked } = world.service.counts;
    await person.browser.open(`${api.url}/oauth/account`);
    expect(person.browser.text).toMatch(/<strong>Code<\/strong>, since .*used on/s);
    expect(person.browser.text).toContain('the sign-in at your company');
    await person.browser.press('code');
    expect(person.browser.text).not.toContain('<strong>Code</strong>');
    delete person.opens;
    const later = await person.reconnect(`${api.url}/mcp`, 'modern');
    expect(await world.who(later)).toMatch(/^Code has to be linked/);
    expect(await api.get(LinkedServices).of('there:owner')).toEqual([
      expect.objectContaining({ service: '@there' }),
    ]);
    expect(world.service.counts.revoked).toBe(revoked + 1);
    await Promise.all([client.close(), later.close()]);
  });

  it('is shown to administrators, who end it', async () => {
    const person = await world.person('employee');
    person.opens = linksBy(person);
    const client = await world.connect(person, api.url);
    await world.who(client);
    const admin = async (method: string, path: string) => {
      const answer = await api.fetch(`/admin/people/there:employee${path}`, {
        method,
        headers: { 'x-api-key': KEY },
      });
      const text = await answer.text();
      return { status: answer.status, body: text === '' ? {} : (JSON.parse(text) as object), text };
    };
    const shown = await admin('GET', '/credentials');
    expect(shown.body).toMatchObject({ items: [{ service: '@there' }, { service: 'code' }] });
    for (const token of world.service.given) expect(shown.text).not.toContain(token);
    expect((await admin('DELETE', '/credentials/code')).status).toBe(204);
    expect((await admin('DELETE', '/credentials/code')).status).toBe(404);
    expect(await world.who(client)).toBe(is('employee'));
    // One that no grant of theirs gave.
    const grant = { clientId: 'program', subject: 'there:employee', scopes: [], lifetime: 300 };
    const headers = { authorization: `Bearer ${api.sign(grant)}` };
    const whoami = async () => (await api.call('whoami', {}, { headers })).status;
    expect(await whoami()).toBe(200);
    expect((await admin('POST', '/disable')).status).toBe(204);
    await eventually(async () => expect(await whoami()).toBe(401));
    expect((await admin('GET', '/credentials')).body).toEqual({ items: [] });
    await expect(world.connect(await world.person('employee'), api.url)).rejects.toThrow();
    expect((await admin('POST', '/enable')).status).toBe(204);
    await eventually(async () => expect(await whoami()).toBe(200));
    const back = await world.connect(await world.person('employee'), api.url);
    expect(await world.who(back)).toMatch(/^Code has to be linked/);
    await Promise.all([client.close(), back.close()]);
  });

  it('is in the audit trail from its link to its end', async () => {
    const person = await world.person('audited');
    person.opens = linksBy(person);
    world.service.lifetime = 0;
    const client = await world.connect(person, api.url);
    await world.who(client);
    world.service.lifetime = 3_600;
    await person.browser.open(`${api.url}/oauth/account`);
    await person.browser.press('code');
    const path = '/admin/audit?kind=credential&name=code&principal=there:audited';
    await eventually(async () => {
      const answer = await api.fetch(path, { headers: { 'x-api-key': KEY } });
      const { records } = (await answer.json()) as { records: { detail: string }[] };
      const told = records.map(({ detail }) => detail).sort();
      expect(told).toEqual(['linked', 'renewed', 'revoked', 'used']);
    });
    await client.close();
  });

  it('is in no log line, whatever a tool does with it', async () => {
    const person = await world.person('leaker');
    person.opens = linksBy(person);
    const client = await world.connect(person, api.url);
    const call = { service: 'code', at: world.service.issuer };
    await client.callTool({ name: 'leak', arguments: call });
    const log = JSON.stringify(api.log.lines);
    expect(log).toContain('it is ***');
    for (const token of [...world.service.given, ...world.provider.given])
      expect(log).not.toContain(token);
    await client.close();
  });

  // The last one: the log is that of the server that started last.
  it('is got for the token of a caller whom another issuer has signed in', async () => {
    const settings = { JWT_ISSUER: world.provider.issuer, JWT_AUDIENCE: 'mcp' };
    const other = await TestApi.start(world.environment(settings), LinkedToolsModule);
    const authorization = `Bearer ${world.provider.tokenFor('foreigner', 'mcp')}`;
    const call = async (service: string, at: string) => {
      const answer = await other.call('who_there', { service, at }, { headers: { authorization } });
      return (await textOf(answer)) ?? '';
    };
    const { exchanged } = world.provider.counts;
    expect(await call('reports', world.provider.issuer)).toBe(is('foreigner'));
    expect(await call('reports', world.provider.issuer)).toBe(is('foreigner'));
    expect(world.provider.counts.exchanged).toBe(exchanged + 1);
    // What is linked is of the person that the same provider signs in here.
    const told = await call('code', world.service.issuer);
    const person = await world.person('foreigner');
    await linksBy(person)(/http\S+/.exec(told)?.[0] ?? '');
    expect(await call('code', world.service.issuer)).toBe(is('foreigner'));
    await other.stop();
  });
});
