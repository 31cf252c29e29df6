import { AuditTrail } from '@repo/audit/recording';
import { until } from '@repo/foundation/testing';
import { withTestDatabase, type TestDatabase } from '@repo/database/testing';
import { Tool } from '@repo/mcp-core';
import { Injectable, Module } from '@nestjs/common';
import { RawClient } from '../../http/raw-client.fixture';
import { TestApi } from '../../testing/api.fixture';

@Injectable()
class GuardedTools {
  @Tool({ name: 'pay', description: 'Pays.', scopes: ['payments:write'] })
  pay() {
    return 'paid';
  }

  @Tool({ name: 'secret', description: 'Nobody sees it.', allow: () => false })
  secret() {
    return 'seen';
  }
}

@Module({ providers: [GuardedTools] })
class GuardedFeatures {}

const KEY = 'the-right-key';
const SECRET = 'a secret of this spec that is long enough';
const withKey = { headers: { 'x-api-key': KEY } };
const JSON_TYPE = { 'content-type': 'application/json' };
const MODERN = { ...JSON_TYPE, 'mcp-protocol-version': '2026-07-28' };
const CALL = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"whoami"}}';

describe('the audit of those who were turned away', () => {
  let database: TestDatabase;
  let api: TestApi;
  beforeAll(async () => {
    database = await withTestDatabase();
    const environment = { DATABASE_URL: database.url, API_KEY: KEY, MAX_REQUEST_BYTES: '2KiB' };
    const tokens = { JWT_SECRET: SECRET };
    api = await TestApi.start({ ...environment, ...tokens }, GuardedFeatures);
  });
  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  interface Entry {
    readonly kind: string;
    readonly name: string;
    readonly outcome: string;
    readonly detail: string | null;
    readonly count: number;
  }

  /** Records are stored a moment after the answer. */
  async function records(query: string, count: number): Promise<Entry[]> {
    let found: Entry[] = [];
    await until(async () => {
      const answer = await api.fetch(`/admin/audit?limit=1000&${query}`, withKey);
      ({ records: found } = (await answer.json()) as { records: Entry[] });
      return found.length >= count;
    });
    return found;
  }

  it('has one record for each request that was refused before it was a call', async () => {
    const bad = [
      { headers: JSON_TYPE, body: '{' },
      { headers: JSON_TYPE, body: '[1]' },
      { headers: { 'content-type': 'text/plain' }, body: CALL },
      { headers: MODERN, body: CALL },
      { headers: { ...MODERN, 'mcp-method': 'prompts/get' }, body: CALL },
      { headers: { ...JSON_TYPE, 'mcp-session-id': 'made-up' }, body: CALL },
      { headers: JSON_TYPE, body: ' '.repeat(3_000) },
    ];
    for (const request of bad) {
      const answer = await api.fetch('/mcp', { method: 'POST', ...request });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      await answer.text();
    }
    const found = await records('kind=unknown', bad.length);
    expect(found).toHaveLength(bad.length);
    for (const { outcome, name } of found) expect([outcome, name]).toEqual(['invalid_input', '']);
  });

  it('has none for a list that was refused: it is no call', async () => {
    const headers = { ...MODERN, 'mcp-method': 'tools/list' };
    await api.fetch('/mcp', { method: 'POST', headers, body: '{' });
    await api.call('whoami');
    await records('name=whoami', 1);
    expect(await records('kind=unknown', 0)).toHaveLength(7);
  });

  it.each(['x', 'tools/list', 'constructor', '__proto__', 'toString'])(
    'has one for a wrong token, whatever else is wrong with the request: Mcp-Method: %s',
    async (method) => {
      const before = (await records('outcome=refused', 0)).length;
      const headers = { ...MODERN, 'mcp-method': method, 'mcp-name': 'x', 'x-api-key': 'wrong' };
      const answer = await api.fetch('/mcp', { method: 'POST', headers, body: '{' });
      expect(answer.status).toBe(401);
      const found = await records('outcome=refused', before + 1);
      expect(found[0]).toMatchObject({ kind: 'unknown', name: '', address: '127.0.0.1' });
      expect(found).toHaveLength(before + 1);
    },
  );

  it('has one for a caller of the admin API who lacks the scope of the route', async () => {
    const token = api.sign({ clientId: 'reporting', scopes: ['invoices:read'], lifetime: 60 });
    const answer = await api.fetch('/admin/audit', {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.status).toBe(403);
    const [found] = await records('kind=unknown&detail=scopes', 1);
    expect(found).toMatchObject({ kind: 'unknown', name: '/admin/audit', client: 'reporting' });
  });

  it('has the first of a minute one by one, and one with the number of the others', async () => {
    const from = { ...MODERN, 'mcp-method': 'tools/call', 'mcp-name': 'many' };
    // The path that asks for a token: no token is no guess, which would shut the address out.
    for (let sent = 0; sent < 40; sent += 1) {
      await api.fetch('/mcp/protected', { method: 'POST', headers: from, body: '{}' });
    }
    await api.get(AuditTrail).drain(AbortSignal.timeout(5_000));
    const found = await records('outcome=refused&kind=tool&principal=', 1);
    const counts = found.filter(({ name }) => name === 'many' || name === '');
    const whole = counts.filter(({ name }) => name === 'many');
    expect(whole.length).toBeLessThanOrEqual(20); // a minute may end meanwhile
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(40);
  });

  it('has one for a wrong secret at the token endpoint, and for a wrong key at the admin API', async () => {
    const form = { grant_type: 'client_credentials', client_id: 'x', client_secret: 'wrong' };
    const guess = { method: 'POST', body: new URLSearchParams(form) };
    expect((await api.fetch('/oauth/token', guess)).status).toBe(401);
    const wrong = { headers: { authorization: 'Bearer wrong' } };
    expect((await api.fetch('/admin/clients/x', wrong)).status).toBe(401);
    const from = { kind: 'unknown', outcome: 'refused', address: '127.0.0.1', count: 1 };
    for (const name of ['/oauth/token', '/admin/clients/:id']) {
      expect(await records(`name=${encodeURIComponent(name)}`, 1)).toMatchObject([from]);
    }
  });

  it('has none for a token request that is a mistake', async () => {
    const form = { grant_type: 'password' };
    const mistake = { method: 'POST', body: new URLSearchParams(form) };
    expect((await api.fetch('/oauth/token', mistake)).status).toBe(400);
    await api.call('whoami');
    await records('name=whoami', 2);
    expect(await records('name=/oauth/token', 0)).toHaveLength(1);
  });

  it('sums those at the admin API as well', async () => {
    // Without a credential: that is no guess, which would shut the address out.
    for (let sent = 0; sent < 40; sent += 1) await api.fetch('/admin/queues');
    await api.get(AuditTrail).drain(AbortSignal.timeout(5_000));
    const whole = await records('name=/admin/queues', 1);
    expect(whole.length).toBeLessThanOrEqual(20); // a minute may end meanwhile
    const sums = await records('kind=unknown&outcome=refused&era=legacy', 1);
    const count = sums.filter(({ name }) => name === '').reduce((sum, { count }) => sum + count, 0);
    expect(whole.length + count).toBe(40);
  });

  it('has one for two headers where there may be one, on every path', async () => {
    const sent = async () => (await records('outcome=refused', 0)).length;
    for (const path of ['/mcp', '/oauth/token', '/health']) {
      const before = await sent();
      const client = await RawClient.connect(api.port);
      client.send(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nHost: evil.example.com\r\n\r\n`);
      await client.closed();
      expect(client.answer).toMatch(/^HTTP\/1.1 400 /);
      const found = await records('outcome=refused', before + 1);
      expect(found[0]).toMatchObject({ kind: 'unknown', name: '', address: '127.0.0.1' });
    }
  });

  it('tells why: what is hidden, and what lacks a scope', async () => {
    await api.call('pay');
    await api.call('secret');
    expect(await records('kind=tool&detail=scopes', 1)).toMatchObject([
      { name: 'pay', outcome: 'refused' },
    ]);
    expect(await records('detail=hidden', 1)).toMatchObject([
      { name: 'secret', outcome: 'invalid_input' },
    ]);
    const csv = await api.fetch('/admin/audit?format=csv&detail=hidden', withKey);
    expect(await csv.text()).toContain(',invalid_input,hidden,');
  });
});
