import {
  answerOf,
  callWith,
  formOf,
  SCOPES,
  SETTINGS,
  StoredClientsOfTest,
  tokenEvent,
} from './testing/clients.fixture';
import { TestFunction } from './testing/function.fixture';
import { WhoAmIFeatures } from './testing/whoami.fixture';

jest.setTimeout(60_000);

let stored: StoredClientsOfTest;
let fn: TestFunction;
beforeAll(async () => {
  stored = await StoredClientsOfTest.start();
  fn = new TestFunction({ ...SETTINGS, DATABASE_URL: stored.database.url }, [WhoAmIFeatures]);
});
afterAll(async () => {
  await fn.stop();
  await stored.stop();
});

const send = (event: object, to = fn) => answerOf(event, to);

const tokenOf = async (id: string, secret: string) =>
  (await send(tokenEvent(formOf(id, secret)))).body.access_token;

describe('whoever guesses', () => {
  it('is shut out after ten failures, at the token endpoint and with keys', async () => {
    const { id, secret } = await stored.create('locked', SCOPES);
    const from = '203.0.113.77';
    const wrong = { from };
    for (let count = 0; count < 10; count += 1) {
      expect((await send(tokenEvent(formOf(id, 'wrong'), wrong))).status).toBe(401);
    }
    const { status, headers, body } = await send(tokenEvent(formOf(id, secret), wrong));
    expect([status, body.error]).toEqual([429, 'temporarily_unavailable']);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    const { key } = await stored.key(id);
    expect((await send(callWith(key, 'whoami', from))).status).toBe(429);
    expect((await send(callWith(key))).status).toBe(200);
  });
});

describe('the log of a function', () => {
  it('has no secret and no key', async () => {
    const { id, secret } = await stored.create('silent', SCOPES);
    const { key } = await stored.key(id);
    await tokenOf(id, secret);
    await send(callWith(key));
    await send(callWith(`${key}x`));
    await send(tokenEvent(`${formOf(id, secret)}&scope=a&scope=b`));
    const log = JSON.stringify(fn.log.lines);
    for (const text of [secret, key]) expect(log).not.toContain(text.slice(30, 60));
    expect(log).not.toContain('$argon2id$');
  });
});

describe('a function whose database is away', () => {
  const away = new TestFunction(
    { ...SETTINGS, DATABASE_URL: 'postgres://acme@127.0.0.1:1/acme', SHUTDOWN_GRACE: '0s' },
    [WhoAmIFeatures],
  );
  afterAll(() => away.stop());

  it('cannot tell whether a key is good, says so, and serves all others', async () => {
    const { id, secret } = await stored.create('unverifiable', SCOPES);
    const { key } = await stored.key(id);
    const call = await send(callWith(key), away);
    expect([call.status, call.headers['retry-after']]).toEqual([503, '5']);
    const token = await send(tokenEvent(formOf(id, secret)), away);
    expect([token.status, token.body.error]).toEqual([503, 'temporarily_unavailable']);
    expect(token.headers['retry-after']).toBe('5');
    expect((await send(callWith(SETTINGS.API_KEY), away)).status).toBe(200);
    expect((await send(callWith(await tokenOf(id, secret)), away)).status).toBe(503);
  });
});
