import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeUpstream, UPSTREAM_CLIENT_ID, UPSTREAM_CLIENT_SECRET } from '@repo/auth/testing';
import { eventually } from '@repo/foundation/testing';
import { TestApi } from '../testing/api.fixture';
import { Browser } from '../testing/browser.fixture';
import { REDIRECT_URI } from '../testing/person.fixture';

const WEB_URI = 'https://client.example/callback';

/** What a client keeps to itself until it trades its code. */
const proof = () => {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
};

async function register(api: TestApi, ...redirectUris: string[]) {
  const answer = await api.fetch('/oauth/register', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ client_name: 'A program', redirect_uris: redirectUris },
      token_endpoint_auth_method: 'none',
    }),
  });
  return { answer, id: ((await answer.json()) as { client_id?: string }).client_id ?? '' };
}

function authorization(api: TestApi, client: string, change: Record<string, string> = {}): string {
  const asked = new URLSearchParams({
    ...{ client_id: client, response_type: 'code', redirect_uri: REDIRECT_URI, state: 'x' },
    ...{ code_challenge: 'a'.repeat(43), code_challenge_method: 'S256', ...change },
  });
  return `${api.url}/oauth/authorize?${asked.toString()}`;
}

async function trade(api: TestApi, fields: Record<string, string>) {
  const form = { grant_type: 'authorization_code', redirect_uri: REDIRECT_URI, ...fields };
  const body = new URLSearchParams(form);
  const answer = await api.fetch('/oauth/token', { method: 'POST', body });
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
}

describe('whoever attacks the sign-in', () => {
  let api: TestApi;
  let client: string;
  let other: string;
  beforeAll(async () => {
    api = await TestApi.start({ AUTH_PROVIDERS: 'sample-people', MCP_AUTH: 'required' });
    client = (await register(api, REDIRECT_URI)).id;
    other = (await register(api, REDIRECT_URI)).id;
  });
  afterAll(() => api.stop());

  /** A code that nobody has traded yet. */
  async function codeFor(challenge: string, browser = new Browser(REDIRECT_URI)): Promise<string> {
    await browser.open(authorization(api, client, { code_challenge: challenge }));
    if (!browser.url.startsWith(REDIRECT_URI) && browser.text.includes('value="ada"')) {
      await browser.press('ada');
    }
    await browser.press('yes');
    return new URL(browser.url).searchParams.get('code') ?? '';
  }

  it('cannot trade the code of another: not without its proof, nor as another client', async () => {
    const { verifier, challenge } = proof();
    const code = await codeFor(challenge);
    const refused = { status: 400, body: { error: 'invalid_grant' } };
    expect(
      await trade(api, { code, client_id: client, code_verifier: proof().verifier }),
    ).toMatchObject(refused);
    expect(await trade(api, { code, client_id: client })).toMatchObject(refused);
    expect(await trade(api, { code, client_id: other, code_verifier: verifier })).toMatchObject(
      refused,
    );
    const elsewhere = { redirect_uri: 'http://127.0.0.1:1/callback' };
    expect(
      await trade(api, { code, client_id: client, code_verifier: verifier, ...elsewhere }),
    ).toMatchObject(refused);
    expect(await trade(api, { code, client_id: client, code_verifier: verifier })).toMatchObject({
      status: 200,
    });
  });

  it('ends what the owner got with a code, by using it again', async () => {
    const { verifier, challenge } = proof();
    const code = await codeFor(challenge);
    const request = { code, client_id: client, code_verifier: verifier };
    const { body } = await trade(api, request);
    const headers = { authorization: `Bearer ${body['access_token']}` };
    expect((await api.call('none', {}, { headers })).status).not.toBe(401);
    expect(await trade(api, request)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
    await eventually(async () => {
      expect((await api.call('none', {}, { headers })).status).toBe(401);
    });
  });

  it('gets no code by the consent that was given to another client', async () => {
    const browser = new Browser(REDIRECT_URI);
    await codeFor('a'.repeat(43), browser);
    await browser.open(authorization(api, other));
    expect(browser.text).toContain('name="answer" value="yes"');
    await browser.open(authorization(api, other, { prompt: 'none' }));
    expect(new URL(browser.url).searchParams.get('error')).toBe('interaction_required');
    // Nor the same one again: any program of the machine could use its id.
    await browser.open(authorization(api, client));
    expect(browser.text).toContain('name="answer" value="yes"');
  });

  it.each([
    ['full-width digits', 'http://１２７.0.0.1:33418/callback'],
    ['ideographic dots', 'http://127。0。0。1:33418/callback'],
    ['a host that begins so', 'http://127.0.0.1%2eevil.example:33418/callback'],
    ['a backslash', String.raw`http://127.0.0.1:33418\@evil.example/callback`],
    ['another spelling of the number', 'http://2130706433:33418/callback'],
    ['another loopback host', 'http://localhost:33418/callback'],
    ['IPv6 around it', 'http://[::ffff:127.0.0.1]:33418/callback'],
    ['a way up', 'http://127.0.0.1:33418/callback/../other'],
    ['an encoded way up', 'http://127.0.0.1:33418/callback%2f..%2fother'],
    ['an empty fragment', 'http://127.0.0.1:33418/callback#'],
    ['a query', 'http://127.0.0.1:33418/callback?next=https://evil.example'],
    ['a line break', 'http://127.0.0.1:33418/callback\r\nx-injected: 1'],
    ['TLS instead', 'https://127.0.0.1:33418/callback'],
  ])('cannot have answers sent to an address with %s', async (_what, uri) => {
    const browser = new Browser('http://nowhere.example');
    await browser.open(authorization(api, client, { redirect_uri: uri }));
    expect(browser).toMatchObject({ status: 400, url: expect.stringContaining(api.url) });
    expect(browser.headers.get('location')).toBeNull();
  });

  it('finds answers at any port of the machine of a program, and at that of a website alone', async () => {
    const web = (await register(api, WEB_URI)).id;
    const status = async (id: string, uri: string) => {
      const browser = new Browser('http://nowhere.example');
      await browser.open(authorization(api, id, { redirect_uri: uri }));
      return browser.status;
    };
    expect(await status(client, 'http://127.0.0.1:50123/callback')).toBe(200);
    expect(await status(web, WEB_URI)).toBe(200);
    for (const uri of ['https://client.example:8443/callback', `${WEB_URI}/`, `${WEB_URI}?a=b`]) {
      expect(await status(web, uri)).toBe(400);
    }
  });

  it('cannot plant a session that the person then signs in to', async () => {
    const browser = new Browser(REDIRECT_URI);
    const planted = ['sign_in=planted', `sign_in.sig=${'a'.repeat(27)}`];
    for (const pair of planted) browser.plant(api.url, '/oauth', pair);
    await codeFor('a'.repeat(43), browser);
    const cookies = browser.cookiesFor(`${api.url}/oauth/account`);
    expect(cookies).toMatch(/sign_in=/);
    for (const pair of planted) expect(cookies).not.toContain(pair);
    const before = cookies;
    await browser.open(authorization(api, client));
    await browser.press('yes');
    // What an attacker saw of it before is worth nothing after.
    const stale = new Browser(REDIRECT_URI);
    for (const pair of before.split('; ')) stale.plant(api.url, '/oauth', pair);
    await stale.open(`${api.url}/oauth/account`);
    expect(stale.text).toContain('You are signed out');
  });

  it.each([
    '/oauth/session/end?post_logout_redirect_uri=https://evil.example',
    '/session/end?post_logout_redirect_uri=https://evil.example',
    '/oauth/account?returnTo=https://evil.example',
    '/oauth//evil.example',
    '/oauth/sign-in/https://evil.example',
    '/oauth/callback/https://evil.example?state=x',
    `/oauth/authorize?client_id=none&redirect_uri=${encodeURIComponent('https://evil.example')}`,
  ])('is led to no other site by %s', async (path) => {
    const answer = await api.fetch(path, { redirect: 'manual' });
    const location = answer.headers.get('location') ?? api.url;
    expect(new URL(location, api.url).origin).toBe(api.url);
  });

  it('cannot fill the database with clients', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 61; count += 1) {
      const { answer } = await register(api, REDIRECT_URI);
      statuses.push(answer.status);
      if (answer.status === 429)
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(statuses.filter((status) => status === 201).length).toBeLessThanOrEqual(60);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe('a sign-in at one of two providers', () => {
  let folder: string;
  let api: TestApi;
  let honest: FakeUpstream;
  let evil: FakeUpstream;
  beforeAll(async () => {
    honest = await FakeUpstream.start();
    evil = await FakeUpstream.start({ claims: { sub: 'somebody-else' } });
    folder = mkdtempSync(join(tmpdir(), 'two-providers-'));
    const path = join(folder, 'sign-in.yaml');
    const provider = (id: string, { issuer }: FakeUpstream) => ({
      id,
      issuer,
      clientId: UPSTREAM_CLIENT_ID,
    });
    const settings = {
      providers: [provider('honest', honest), provider('evil', evil)],
      grants: [{ scopes: ['mcp:connect'] }],
      clients: [{ id: 'known', name: 'A known program', redirectUris: [REDIRECT_URI] }],
    };
    // JSON is YAML, too.
    writeFileSync(path, JSON.stringify(settings));
    const secrets = `honest=${UPSTREAM_CLIENT_SECRET},evil=${UPSTREAM_CLIENT_SECRET}`;
    api = await TestApi.start({ AUTH_PROVIDERS: path, AUTH_CLIENT_SECRETS: secrets });
  });
  afterAll(async () => {
    await api.stop();
    await Promise.all([honest.stop(), evil.stop()]);
    rmSync(folder, { recursive: true });
  });

  /** Stops where a provider sends the person back to. */
  async function begun() {
    const browser = new Browser(`${api.url}/oauth/callback/`);
    await browser.open(authorization(api, 'known'));
    await browser.press('with/honest');
    return browser;
  }

  it('takes no answer at the address of the other one (mix-up)', async () => {
    const browser = await begun();
    const answer = new URL(browser.url);
    answer.pathname = '/oauth/callback/evil';
    const victim = new Browser(REDIRECT_URI);
    await victim.open(answer.href);
    expect(victim).toMatchObject({ status: 400, text: expect.stringContaining('has ended') });
    expect(evil.faults).toEqual([]);
  });

  it('takes an answer once', async () => {
    const browser = await begun();
    const again = new Browser(REDIRECT_URI);
    await again.open(browser.url);
    await again.open(browser.url);
    expect(again).toMatchObject({ status: 400, text: expect.stringContaining('has ended') });
  });

  it('signs nobody in as an attacker who sends them their own answer', async () => {
    const attacker = await begun();
    const victim = new Browser(REDIRECT_URI);
    await victim.open(attacker.url);
    expect(victim.status).toBe(400);
    await victim.open(`${api.url}/oauth/account`);
    expect(victim.text).toContain('You are signed out');
  });
});
