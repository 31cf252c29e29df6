import { callWith, formOf, SCOPES, SETTINGS, tokenEvent } from './testing/clients.fixture';
import { functionOn, LambdaWithClients } from './testing/lambda-with-clients.fixture';

const lambda = new LambdaWithClients();
const { send, tokenOf } = lambda;

describe('whoever guesses', () => {
  it('is shut out after ten failures, at the token endpoint and with keys', async () => {
    const { id, secret } = await lambda.clients.create('locked', SCOPES);
    const from = '203.0.113.77';
    const wrong = { from };
    for (let count = 0; count < 10; count += 1) {
      expect((await send(tokenEvent(formOf(id, 'wrong'), wrong))).status).toBe(401);
    }
    const { status, headers, body } = await send(tokenEvent(formOf(id, secret), wrong));
    expect([status, body.error]).toEqual([429, 'temporarily_unavailable']);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    const { key } = await lambda.clients.key(id);
    expect((await send(callWith(key, 'whoami', from))).status).toBe(429);
    expect((await send(callWith(key))).status).toBe(200);
  });
});

describe('the log of a function', () => {
  it('has no secret and no key', async () => {
    const { id, secret } = await lambda.clients.create('silent', SCOPES);
    const { key } = await lambda.clients.key(id);
    await tokenOf(id, secret);
    await send(callWith(key));
    await send(callWith(`${key}x`));
    await send(tokenEvent(`${formOf(id, secret)}&scope=a&scope=b`));
    const log = JSON.stringify(lambda.fn.log.lines);
    for (const text of [secret, key]) expect(log).not.toContain(text.slice(30, 60));
    expect(log).not.toContain('$argon2id$');
  });
});

describe('a function whose database is away', () => {
  const away = functionOn('postgres://app@127.0.0.1:1/app', { SHUTDOWN_GRACE: '0s' });
  afterAll(() => away.stop());

  it('cannot tell whether a key is good, says so, and serves all others', async () => {
    const { id, secret } = await lambda.clients.create('unverifiable', SCOPES);
    const { key } = await lambda.clients.key(id);
    const call = await send(callWith(key), away);
    expect([call.status, call.headers['retry-after']]).toEqual([503, '5']);
    const token = await send(tokenEvent(formOf(id, secret)), away);
    expect([token.status, token.body.error]).toEqual([503, 'temporarily_unavailable']);
    expect(token.headers['retry-after']).toBe('5');
    expect((await send(callWith(SETTINGS.API_KEY), away)).status).toBe(200);
    expect((await send(callWith(await tokenOf(id, secret)), away)).status).toBe(503);
  });
});
