import { useCheapHashes } from '@repo/auth/testing';
import { until } from '@repo/foundation/testing';
import { AdministeredApi, type Made } from '../testing/admin.fixture';
import { fakeOnly } from '@repo/telemetry/testing';

let system: AdministeredApi;
let client: Made;
beforeAll(async () => {
  useCheapHashes();
  // What is looked at every few seconds is looked at when a test says so.
  fakeOnly('setInterval', 'clearInterval');
  system = await AdministeredApi.start({ RATE_LIMIT_REQUESTS: '100000', AUTH_PROVIDERS: 'none' });
  client = await system.admin('POST', '', {
    name: 'nightly',
    scopes: ['invoices:read', 'reports:*'],
  });
});
afterAll(async () => {
  await system.stop();
  jest.useRealTimers();
});

function basic(id: string, secret: string) {
  const encode = (text: string) => encodeURIComponent(text).replaceAll('%20', '+');
  const pair = Buffer.from(`${encode(id)}:${encode(secret)}`).toString('base64');
  return { authorization: `Basic ${pair}` };
}

const claimsOf = (token = '') =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as object;

describe('a client with its secret', () => {
  it('gets a token by the body, which lets it call', async () => {
    const { status, headers, body } = await system.token(system.formOf(client));
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 900,
      scope: 'invoices:read reports:*',
    });
    expect(claimsOf(body['access_token'])).toMatchObject({
      iss: system.api.url,
      aud: system.api.url,
      client_id: client.id,
    });
    expect(await system.statusWith(body['access_token'] ?? '')).toBe(200);
  });

  it('gets one by HTTP Basic, its parts form-encoded', async () => {
    const form = { grant_type: 'client_credentials' };
    const { status } = await system.token(form, basic(client.id, client.secret));
    expect(status).toBe(200);
    const named = await system.token(
      { ...form, client_id: client.id },
      basic(client.id, client.secret),
    );
    expect(named.status).toBe(200);
    const encoded = basic(client.id.replace('-', '%2D'), client.secret);
    expect((await system.token(form, encoded)).status).toBe(401);
  });

  it.each([
    ['invoices:read', 'invoices:read'],
    ['reports:weekly', 'reports:weekly'],
    ['reports:*  reports:*', 'reports:*'],
    ['', 'invoices:read reports:*'],
  ])('gets less when it asks for less: %j', async (scope, granted) => {
    const { body } = await system.token({ ...system.formOf(client), scope });
    expect(body['scope']).toBe(granted);
  });

  it.each(['invoices:pay', 'invoices:read admin:clients', '*', 'invoices:*', 'rep"orts'])(
    'does not get more: %s',
    async (scope) => {
      const { status, body } = await system.token({ ...system.formOf(client), scope });
      expect([status, body['error']]).toEqual([400, 'invalid_scope']);
    },
  );

  it('gets a token for one endpoint, which is none for its neighbour', async () => {
    const { url } = system.api;
    for (const resource of [url, `${url}/`, `${url}/mcp`, `${url}/admin`]) {
      const { status } = await system.token({ ...system.formOf(client), resource });
      expect([resource, status]).toEqual([resource, 200]);
    }
    const admin = await system.token({ ...system.formOf(client), resource: `${url}/admin` });
    expect(await system.statusWith(admin.body['access_token'] ?? '')).toBe(401);
    for (const resource of ['https://evil.example', `${url}.evil.example`, `${url}/nothing`, 'x']) {
      const { status, body } = await system.token({ ...system.formOf(client), resource });
      expect([status, body['error']]).toEqual([400, 'invalid_target']);
    }
  });
});

describe('a request that is none', () => {
  const right = () => new URLSearchParams(system.formOf(client)).toString();

  it.each<[string, () => string, string, number]>([
    ['nothing', () => '', 'invalid_request', 400],
    ['another grant', () => 'grant_type=password', 'unsupported_grant_type', 400],
    ['a parameter twice', () => `${right()}&scope=a&scope=a`, 'invalid_request', 400],
    ['a secret twice', () => `${right()}&client_secret=x`, 'invalid_request', 400],
    ['no client', () => 'grant_type=client_credentials', 'invalid_client', 401],
    [
      'no secret',
      () => `grant_type=client_credentials&client_id=${client.id}`,
      'invalid_client',
      401,
    ],
    ['an endless value', () => `${right()}&scope=${'x'.repeat(5_000)}`, 'invalid_request', 400],
    ['an endless body', () => `${right()}&x=${'x'.repeat(20_000)}`, 'invalid_request', 413],
  ])('is told why: %s', async (_what, body, error, status) => {
    const answer = await system.token(body());
    expect([answer.body['error'], answer.status]).toEqual([error, status]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('has its secret in one place', async () => {
    const both = await system.token(system.formOf(client), basic(client.id, client.secret));
    expect([both.status, both.body['error']]).toEqual([400, 'invalid_request']);
    const form = { grant_type: 'client_credentials', client_id: 'another' };
    const other = await system.token(form, basic(client.id, client.secret));
    expect([other.status, other.body['error']]).toEqual([400, 'invalid_request']);
  });

  it.each([
    ['Basic', 'not base64 at all'],
    ['Basic', Buffer.from('no colon').toString('base64')],
    ['Basic', Buffer.from('%zz:%zz').toString('base64')],
    ['Bearer', 'x'],
  ])('is challenged for an odd header: %s %s', async (scheme, value) => {
    const form = { grant_type: 'client_credentials' };
    const { status, headers } = await system.token(form, { authorization: `${scheme} ${value}` });
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toMatch(/^Basic realm=/);
  });

  it.each(['application/json', 'text/plain', 'multipart/form-data'])('is no %s', async (type) => {
    const { status, body } = await system.token('{}', { 'content-type': type });
    expect([status, body['error']]).toEqual([400, 'invalid_request']);
  });

  it('does not come by another host name, from a foreign page, or by GET', async () => {
    const origin = { origin: 'https://evil.example' };
    expect((await system.token(system.formOf(client), origin)).status).toBe(403);
    expect((await system.api.fetch('/oauth/token')).status).toBe(405);
    const person = await system.api.fetch('/oauth/authorize?client_id=x');
    expect(await person.json()).toMatchObject({
      error: 'invalid_request',
      error_description: expect.stringContaining('/oauth/token'),
    });
  });

  it('leaves other routes as they are', async () => {
    const body = JSON.stringify({ a: 1 });
    const headers = { 'content-type': 'application/json' };
    const answer = await system.api.fetch('/things', { method: 'POST', headers, body });
    expect(await answer.json()).toEqual({ a: 1 });
  });
});

describe('a secret', () => {
  it('is rotated without a gap, and then only the new one is good', async () => {
    const made = await system.admin('POST', '', { name: 'rotated', scopes: [] });
    const second = await system.admin('POST', `/${made.id}/secrets`);
    expect(second).toMatchObject({ status: 201, secret: expect.not.stringMatching(made.secret) });
    expect(second.secrets).toHaveLength(2);
    const good = async (secret: string) =>
      (await system.token(system.formOf({ id: made.id, secret }))).status === 200;
    expect([await good(made.secret), await good(second.secret)]).toEqual([true, true]);

    expect((await system.admin('POST', `/${made.id}/secrets`)).status).toBe(409);
    await system.database.dataSource.query(
      `UPDATE auth_client_secret SET expires_at = now() WHERE expires_at IS NOT NULL`,
    );
    expect([await good(made.secret), await good(second.secret)]).toEqual([false, true]);

    const now = { oldSecretExpiresAt: 'now' };
    const third = await system.admin('POST', `/${made.id}/secrets`, now);
    expect([await good(second.secret), await good(third.secret)]).toEqual([false, true]);
    expect(third.secrets).toHaveLength(1);
  });

  it('of another client is none', async () => {
    const other = await system.admin('POST', '', { name: 'other', scopes: [] });
    const mixed = system.formOf({ id: client.id, secret: other.secret });
    expect((await system.token(mixed)).body['error']).toBe('invalid_client');
  });

  it('is not told from an unknown client', async () => {
    const unknown = await system.token(
      system.formOf({ id: '00000000-0000-4000-8000-000000000000', secret: client.secret }),
    );
    const wrong = await system.token(system.formOf({ id: client.id, secret: 'wrong' }));
    expect(wrong.body).toEqual(unknown.body);
    expect(wrong.status).toBe(unknown.status);
  });
});

describe('a client that may not call any more', () => {
  it('gets no token once it has expired, and none that outlives it', async () => {
    const expiresAt = new Date(Date.now() + 600_000).toISOString();
    const made = await system.admin('POST', '', { name: 'short', scopes: [], expiresAt });
    const { body } = await system.token(system.formOf(made));
    expect(Number(body['expires_in'])).toBeLessThanOrEqual(600);
    await system.database.dataSource.query(
      `UPDATE auth_client SET expires_at = now() WHERE name = 'short'`,
    );
    expect((await system.token(system.formOf(made))).status).toBe(401);
    const token = body['access_token'] ?? '';
    expect(await system.statusWith(token)).toBe(200);
    jest.advanceTimersByTime(5_000);
    await until(async () => (await system.statusWith(token)) === 401);
  });

  it.each(['disable', 'delete'])('is refused at once: %s', async (how) => {
    const made = await system.admin('POST', '', { name: `to-${how}`, scopes: [] });
    const { key } = await system.admin('POST', `/${made.id}/keys`, { name: 'key' });
    const token = (await system.token(system.formOf(made))).body['access_token'] ?? '';
    expect([await system.statusWith(token), await system.statusWith(key)]).toEqual([200, 200]);

    if (how === 'delete') await system.admin('DELETE', `/${made.id}`);
    else await system.admin('POST', `/${made.id}/disable`);
    expect([await system.statusWith(token), await system.statusWith(key)]).toEqual([401, 401]);
    expect((await system.token(system.formOf(made))).status).toBe(401);
  });

  it('is let in again when it is enabled', async () => {
    const made = await system.admin('POST', '', { name: 'back', scopes: [] });
    const token = (await system.token(system.formOf(made))).body['access_token'] ?? '';
    await system.admin('POST', `/${made.id}/disable`);
    expect(await system.statusWith(token)).toBe(401);
    await system.admin('POST', `/${made.id}/enable`);
    expect(await system.statusWith(token)).toBe(200);
  });
});

describe('the log and the audit trail', () => {
  it('have no secret and no key', async () => {
    const made = await system.admin('POST', '', { name: 'silent', scopes: [] });
    const { key } = await system.admin('POST', `/${made.id}/keys`, { name: 'key' });
    await system.token(system.formOf(made));
    await system.token(`${new URLSearchParams(system.formOf(made)).toString()}&scope=x`);
    await system.statusWith(key);
    await system.statusWith(`${key}x`);
    const log = JSON.stringify(system.api.log.lines);
    expect(log).toContain('client.created: silent');
    let trail = '';
    await until(async () => {
      trail = JSON.stringify(await system.database.dataSource.query('TABLE audit_record'));
      return trail.includes(made.id);
    });
    for (const secret of [made.secret, key]) {
      expect(log).not.toContain(secret.slice(30, 60));
      expect(trail).not.toContain(secret.slice(30, 60));
    }
    expect(log).not.toContain('$argon2id$');
  });
});
