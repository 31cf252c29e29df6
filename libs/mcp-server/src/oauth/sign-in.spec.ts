import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dpopProof, testKey } from '@repo/auth/testing';
import { withTestDatabase, type TestDatabase } from '@repo/database/testing';
import { eventually } from '@repo/foundation/testing';
import { Tool, type ToolContext } from '@repo/mcp-core';
import { Injectable, Module } from '@nestjs/common';
import { databaseFeatures } from '../database-features';
import { TestApi } from '../testing/api.fixture';
import { Browser } from '../testing/browser.fixture';
import { IdentityProvider } from '../testing/identity-provider.fixture';
import { InvoicesModule } from '../testing/invoices.fixture';
import { PersonClient, REDIRECT_URI } from '../testing/person.fixture';

interface Items {
  readonly items: unknown[];
}

const KEY = 'the-key-of-an-administrator';

@Injectable()
class Callers {
  @Tool({ name: 'who_am_i', description: 'Tells.' })
  whoAmI(_input: object, { auth }: ToolContext) {
    return String(auth?.extra?.['subject']);
  }
}

@Module({ imports: [InvoicesModule], providers: [Callers] })
class Features {}

const asAda = async (browser: Browser) => {
  await browser.press('ada');
  await browser.press('yes');
};
const asRobin = async (browser: Browser) => {
  await browser.press('robin');
  await browser.press('yes');
};

describe('the sign-in with sample people', () => {
  let api: TestApi;
  beforeAll(async () => {
    const environment = {
      ...{ AUTH_PROVIDERS: 'sample-people', MCP_AUTH: 'required', API_KEY: KEY },
    };
    api = await TestApi.start(environment, Features);
  });
  afterAll(() => api.stop());

  const textOf = async (client: Awaited<ReturnType<PersonClient['connect']>>, name: string) =>
    ((await client.callTool({ name })).content[0] as { text: string }).text;

  it.each(['modern', 'legacy'] as const)(
    'leads the official %s client from a 401 to a call',
    async (era) => {
      const person = new PersonClient();
      const client = await person.connect(`${api.url}/mcp`, era, asAda);
      expect(await textOf(client, 'who_am_i')).toBe('sample:ada');
      expect(await textOf(client, 'pay_invoice')).toBe('paid');
      await client.close();
    },
  );

  it('registers a client that names the scopes that it was asked for', async () => {
    const person = new PersonClient();
    Object.assign(person.clientMetadata, { scope: 'invoices:read' });
    const client = await person.connect(`${api.url}/mcp`, 'modern', asAda);
    expect(await textOf(client, 'who_am_i')).toBe('sample:ada');
    await client.close();
  });

  it('gives a person what is theirs, of what is asked for', async () => {
    const person = new PersonClient();
    const client = await person.connect(`${api.url}/mcp`, 'modern', async (browser) => {
      await browser.press('robin');
      expect(browser.text).toContain('<code>invoices:read</code>');
      expect(browser.text).toMatch(/not yours to give: <code>[^<]*invoices:pay/);
      await browser.press('yes');
    });
    expect(person.stored.tokens?.scope?.split(' ')).toContain('invoices:read');
    expect(person.stored.tokens?.scope).not.toContain('invoices:pay');
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).not.toContain('pay_invoice');
    await client.close();
  });

  it('renews a token, and ends the grant when one is used twice', async () => {
    const person = new PersonClient();
    await (await person.connect(`${api.url}/mcp`, 'modern', asRobin)).close();
    const { refresh_token: first = '' } = person.stored.tokens ?? {};
    const { client_id: client = '' } = person.stored.client ?? {};
    const renewed = await renew(api, client, first);
    expect(renewed).toMatchObject({ status: 200, body: { token_type: 'Bearer' } });
    expect(await renew(api, client, first)).toMatchObject({ body: { error: 'invalid_grant' } });
    const { refresh_token: second = '' } = renewed.body;
    expect(await renew(api, client, second)).toMatchObject({ body: { error: 'invalid_grant' } });
  });

  it('binds the tokens of a person to the key of who asks with a proof', async () => {
    const person = new PersonClient();
    await (await person.connect(`${api.url}/mcp`, 'modern', asRobin)).close();
    const { refresh_token: first = '' } = person.stored.tokens ?? {};
    const { client_id: client = '' } = person.stored.client ?? {};
    const key = testKey('ES256', 'robin');
    const dpop = dpopProof(key, { url: `${api.url}/oauth/token` });
    const { body } = await renew(api, client, first, { dpop });
    expect(body).toMatchObject({ token_type: 'DPoP' });
    const { access_token: token = '', refresh_token: second = '' } = body;
    const call = async (scheme: string, proof = {}) => {
      const headers = { authorization: `${scheme} ${token}`, ...proof };
      return (await api.call('who_am_i', {}, { headers })).status;
    };
    const proof = { dpop: dpopProof(key, { url: `${api.url}/mcp`, token }) };
    expect([await call('Bearer'), await call('DPoP'), await call('DPoP', proof)]).toEqual([
      401, 401, 200,
    ]);
    expect(await call('DPoP', proof)).toBe(401);
    expect(await renew(api, client, second, { dpop })).toMatchObject({
      body: { error: 'invalid_grant' },
    });
    const fresh = { dpop: dpopProof(key, { url: `${api.url}/oauth/token` }) };
    expect(await renew(api, client, second, fresh)).toMatchObject({
      body: { token_type: 'DPoP' },
    });
  });

  it('shows people what may act for them, and takes it back within seconds', async () => {
    const person = new PersonClient();
    const client = await person.connect(`${api.url}/mcp`, 'modern', asAda);
    const { browser } = person;
    await browser.open(`${api.url}/oauth/account`);
    const id = person.stored.client?.client_id ?? '';
    expect(browser.text).toContain(id);
    const [, grant = ''] =
      new RegExp(`${id}.*?name="grant" value="([^"]+)"`, 's').exec(browser.text) ?? [];
    await browser.press(grant);
    expect(browser.text).not.toContain(id);
    await eventually(async () => {
      expect((await api.call('who_am_i', {}, tokenOf(person))).status).toBe(401);
    });
    await browser.press('end');
    expect(browser.text).toContain('You are signed out');
    await client.close();
  });

  it('shows administrators the same', async () => {
    const person = new PersonClient();
    await (await person.connect(`${api.url}/mcp`, 'modern', asRobin)).close();
    const admin = { headers: { 'x-api-key': KEY } };
    const { items } = (await (await api.fetch('/admin/people', admin)).json()) as Items;
    expect(items).toContainEqual(expect.objectContaining({ id: 'sample:robin' }));
    const grants = async () => {
      const answer = await api.fetch('/admin/people/sample:robin/grants', admin);
      return ((await answer.json()) as Items).items;
    };
    const id = person.stored.client?.client_id;
    expect(await grants()).toContainEqual(
      expect.objectContaining({ clientId: id, scopes: expect.arrayContaining(['invoices:read']) }),
    );
    const ended = await api.fetch('/admin/people/sample:robin/grants', {
      ...admin,
      method: 'DELETE',
    });
    expect(ended.status).toBe(204);
    expect(await grants()).toEqual([]);
    const reader = { headers: { authorization: `Bearer ${person.stored.tokens?.access_token}` } };
    expect((await api.fetch('/admin/people', reader)).status).not.toBe(200);
  });

  it('lets another person in by the same browser, as nobody but themselves', async () => {
    const person = new PersonClient();
    const first = await person.connect(`${api.url}/mcp`, 'modern', asRobin);
    expect(await textOf(first, 'who_am_i')).toBe('sample:robin');
    delete person.stored.tokens;
    const second = await person.connect(`${api.url}/mcp`, 'modern', asAda);
    expect(await textOf(second, 'who_am_i')).toBe('sample:ada');
    await person.browser.open(`${api.url}/oauth/account`);
    expect(person.browser.text).toContain('Ada');
    await Promise.all([first.close(), second.close()]);
  });

  it('tells the client that the person refused', async () => {
    const person = new PersonClient();
    const connecting = person.connect(`${api.url}/mcp`, 'modern', async (browser) => {
      await browser.press('ada');
      await browser.press('no');
      expect(new URL(browser.url).searchParams.get('error')).toBe('access_denied');
      expect(new URL(browser.url).searchParams.get('iss')).toBe(api.url);
    });
    await expect(connecting).rejects.toThrow();
  });

  describe('refuses', () => {
    const authorize = (parameters: Record<string, string>) =>
      `${api.url}/oauth/authorize?${new URLSearchParams(parameters).toString()}`;
    let client: string;
    let asked: Record<string, string>;
    beforeAll(async () => {
      const answer = await api.fetch('/oauth/register', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(new PersonClient().clientMetadata),
      });
      expect(answer.status).toBe(201);
      client = ((await answer.json()) as { client_id: string }).client_id;
      asked = {
        ...{ client_id: client, response_type: 'code', redirect_uri: REDIRECT_URI },
        ...{ code_challenge: 'a'.repeat(43), code_challenge_method: 'S256', state: 'x' },
      };
    });

    it.each([
      ['another host', 'http://127.0.0.1.evil.example:33418/callback'],
      ['another path', 'http://127.0.0.1:33418/other'],
      ['a fragment', `${REDIRECT_URI}#there`],
      ['user information', 'http://127.0.0.1:33418@evil.example/callback'],
      ['a script', 'javascript:alert(1)'],
    ])('an answer to %s, and sends nobody there', async (_what, uri) => {
      const browser = new Browser('http://nowhere.example');
      await browser.open(authorize({ ...asked, redirect_uri: uri }));
      expect(browser).toMatchObject({ status: 400, url: expect.stringContaining(api.url) });
      expect(browser.text).not.toContain('<script');
    });

    it.each([
      ['no proof of the code', { code_challenge: '' }, 'invalid_request'],
      ['a plain proof of it', { code_challenge_method: 'plain' }, 'invalid_request'],
      ['a token in the address', { response_type: 'token' }, 'unsupported_response_type'],
      ['another service', { resource: 'https://other.example/mcp' }, 'invalid_target'],
    ])('a request with %s', async (_what, change, error) => {
      const browser = new Browser(REDIRECT_URI);
      await browser.open(authorize({ ...asked, ...change }));
      const { search, hash } = new URL(browser.url);
      expect(new URLSearchParams(search || hash.slice(1)).get('error')).toBe(error);
    });

    it('what another browser began, and forms of another site', async () => {
      const mine = new Browser(REDIRECT_URI);
      await mine.open(authorize(asked));
      const other = new Browser(REDIRECT_URI);
      await other.open(mine.url);
      expect(other).toMatchObject({
        status: 400,
        text: expect.stringContaining('another browser'),
      });
      const step = mine.url;
      await mine.press('ada', { 'sec-fetch-site': 'cross-site' });
      expect(mine.status).toBe(403);
      mine.url = step;
    });

    it('a code with another proof, for another client, and a second time', async () => {
      const person = new PersonClient(client);
      await (await person.connect(`${api.url}/mcp`, 'modern', asAda)).close();
      const code = new URL(person.browser.url).searchParams.get('code') ?? '';
      const token = (fields: Record<string, string>) =>
        post(api, {
          ...{ grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI },
          ...{ client_id: client, code_verifier: person.codeVerifier(), ...fields },
        });
      expect(await token({})).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
      expect(await token({ code_verifier: 'b'.repeat(43) })).toMatchObject({ status: 400 });
      expect(await token({ client_id: 'other' })).toMatchObject({ status: 401 });
    });

    it.each([
      ['handed on by a tunnel', { 'x-forwarded-for': '203.0.113.7' }],
      ['of another host', { host: 'abc.tunnel.example' }],
    ])('a stranger as a sample person: a request %s', async (_what, headers) => {
      const answer = await status(`${api.url}/oauth/sign-in/any`, headers);
      expect(answer).toBe(403);
    });

    it('the page in a frame, and anything that it could load', async () => {
      const browser = new Browser(REDIRECT_URI);
      await browser.open(authorize(asked));
      const policy = browser.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe-inline');
    });
  });

  it('shows the name of a client as text, whatever is in it', async () => {
    const person = new PersonClient();
    person.clientMetadata.client_name = '<script>alert(1)</script>';
    await expect(
      person.connect(`${api.url}/mcp`, 'modern', async (browser) => {
        await browser.press('ada');
        expect(browser.text).not.toContain('<script>');
        expect(browser.text).toContain('&#60;script&#62;');
        throw new Error('seen');
      }),
    ).rejects.toThrow('seen');
  });

  it('is told to clients by its metadata', async () => {
    const answer = await api.fetch('/.well-known/oauth-authorization-server');
    expect(await answer.json()).toMatchObject({
      issuer: api.url,
      registration_endpoint: `${api.url}/oauth/register`,
      code_challenge_methods_supported: ['S256'],
      client_id_metadata_document_supported: true,
    });
  });
});

describe('the sign-in in front of a real provider', () => {
  let provider: IdentityProvider;
  let folder: string;
  let database: TestDatabase;
  beforeAll(async () => {
    provider = await IdentityProvider.start();
    folder = mkdtempSync(join(tmpdir(), 'sign-in-'));
    database = await withTestDatabase({ features: databaseFeatures });
  });
  afterAll(async () => {
    await provider.stop();
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  const environment = (file: string, settings: object): Record<string, string> => {
    const path = join(folder, file);
    const known = { id: 'real', issuer: provider.issuer, clientId: 'server' };
    const clients = [{ id: 'known', name: 'A known program', redirectUris: [REDIRECT_URI] }];
    const grants = [{ scopes: ['*'] }];
    const all = { providers: [{ ...known, ...settings }], grants, clients };
    // JSON is YAML, too.
    writeFileSync(path, JSON.stringify(all));
    return {
      ...{ AUTH_PROVIDERS: path, AUTH_CLIENT_SECRETS: 'real=the-secret-of-the-server' },
      ...{ MCP_AUTH: 'required', DATABASE_URL: database.url },
      // What every replica has.
      JWT_SECRET: 'the same secret on every replica, long enough',
    };
  };
  const asAnn = async (browser: Browser) => {
    await provider.pass(browser);
    await browser.press('yes');
  };
  /** What a person sees who is not let through. */
  async function refusal(settings: Record<string, string>) {
    const api = await TestApi.start(settings, Features);
    try {
      const person = new PersonClient('known');
      const stopped = person.connect(`${api.url}/mcp`, 'modern', async (browser) => {
        await provider.pass(browser);
        throw new Error('stopped');
      });
      await expect(stopped).rejects.toThrow('stopped');
      return { browser: person.browser, log: api.log.messages };
    } finally {
      await api.stop();
    }
  }

  it('leads over two replicas, whichever takes a step', async () => {
    const front = createServer();
    await once(front.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
    const settings = { ...environment('two.yaml', {}), PUBLIC_URL: url };
    const replicas = [
      await TestApi.start(settings, Features),
      await TestApi.start(settings, Features),
    ];
    let count = 0;
    front.on('request', (incoming, outgoing) => {
      const { method, headers, url: path = '' } = incoming;
      const replica = replicas[count++ % 2]!;
      const passed = request(replica.url + path, { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      incoming.pipe(passed);
    });
    try {
      const person = new PersonClient('known');
      const client = await person.connect(`${url}/mcp`, 'modern', asAnn);
      const { content } = await client.callTool({ name: 'who_am_i' });
      expect(content).toEqual([{ type: 'text', text: 'real:ann' }]);
      await client.close();
      expect(count).toBeGreaterThan(10);
    } finally {
      front.closeAllConnections();
      await once(front.close(), 'close');
      await Promise.all(replicas.map((replica) => replica.stop()));
    }
  });

  it('lets nobody in who is not allowed, and says so', async () => {
    const require = { groups: ['admins'] };
    const { browser } = await refusal(environment('groups.yaml', { require }));
    expect(browser.status).toBe(403);
    expect(browser.text).toContain('your groups is not among those allowed');
  });

  it('tells the person that it failed, and the log why', async () => {
    const wrong = { AUTH_CLIENT_SECRETS: 'real=another-secret' };
    const { browser, log } = await refusal({ ...environment('wrong.yaml', {}), ...wrong });
    expect(browser.status).toBe(502);
    expect(browser.text).not.toContain('client authentication');
    expect(browser.text).toContain('it does not take the secret of this server (invalid_client)');
    const told = log.map(String).find((line) => line.startsWith('Sign-in at real failed: '));
    expect(told).toContain('client authentication failed');
    expect(told).toContain('Set AUTH_CLIENT_SECRETS');
    expect(log.join('\n')).not.toContain('another-secret');
  });
});

const tokenOf = ({ stored }: PersonClient) => ({
  headers: { authorization: `Bearer ${stored.tokens?.access_token}` },
});

/** By `node:http`, since fetch does not let a page say which host it asks. */
function status(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.once('error', reject).end();
  });
}

async function renew(api: TestApi, client: string, token: string, headers = {}) {
  const fields = { grant_type: 'refresh_token', refresh_token: token, client_id: client };
  return post(api, fields, headers);
}

async function post(api: TestApi, fields: Record<string, string>, headers = {}) {
  const answer = await api.fetch('/oauth/token', {
    method: 'POST',
    headers,
    body: new URLSearchParams(fields),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
}
