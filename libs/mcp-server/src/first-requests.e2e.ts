import { Database, Tables } from '@repo/database';
import { until } from '@repo/foundation/testing';
import { Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { TestApi } from './testing/api.fixture';
import { AdministeredApi } from './testing/admin.fixture';
import { Spawned } from './testing/spawned.fixture';

const ADMINISTRATOR = 'the-key-of-whoever-may-do-everything';

describe('requests that come when the api listens and its database is not open yet', () => {
  let system: AdministeredApi;
  let api: TestApi;
  beforeAll(async () => {
    system = await AdministeredApi.start();
  });
  afterAll(() => system.stop());
  afterEach(() => api.stop());

  async function justListening(environment: Record<string, string> = {}): Promise<void> {
    const settings = { DATABASE_URL: system.database.url, API_KEY: ADMINISTRATOR };
    api = await TestApi.listening({ ...settings, ...environment });
    expect(api.get(Database).isOpen).toBe(false);
  }
  const recorded = async (): Promise<number> => {
    const [row] = await system.database.dataSource.query<[{ count: number }]>(
      `SELECT count(*)::int FROM audit_record WHERE name = 'whoami'`,
    );
    return row.count;
  };

  it('are answered where they need none', async () => {
    await justListening();
    const [call, docs, openapi] = await Promise.all([
      api.call('whoami'),
      api.fetch('/docs'),
      api.fetch('/openapi.json'),
    ]);
    expect([call.status, docs.status, openapi.status]).toEqual([200, 200, 200]);
  });

  it('wait for it in the admin API', async () => {
    await justListening();
    const answer = await api.fetch('/admin/clients', { headers: { 'x-api-key': ADMINISTRATOR } });
    expect(answer.status).toBe(200);
    expect(api.get(Database).isOpen).toBe(true);
  });

  it('wait for it with a stored key, and are refused where that was revoked', async () => {
    const client = await system.admin('POST', '', { name: 'early', scopes: ['tools:read'] });
    const newKey = { name: 'early', scopes: ['tools:read'] };
    const good = await system.admin('POST', `/${client.id}/keys`, newKey);
    const revoked = await system.admin('POST', `/${client.id}/keys`, newKey);
    await system.admin('DELETE', `/${client.id}/keys/${revoked.id}`);
    await justListening();
    const statuses = [good.key, revoked.key].map(async (credential) => {
      const headers = { authorization: `Bearer ${credential}` };
      return (await api.call('whoami', {}, { path: '/mcp/protected', headers })).status;
    });
    expect(await Promise.all(statuses)).toEqual([200, 401]);
  });

  it('are recorded when it is open', async () => {
    const before = await recorded();
    await justListening();
    expect((await api.call('whoami')).status).toBe(200);
    await until(async () => (await recorded()) > before);
  });

  it('wait for their record where the audit is strict', async () => {
    const before = await recorded();
    await justListening({ AUDIT: 'strict' });
    expect((await api.call('whoami')).status).toBe(200);
    expect(await recorded()).toBe(before + 1);
  });

  it('learn that it is not ready, until it is', async () => {
    await justListening();
    expect((await api.fetch('/health/ready')).status).toBe(503);
    await api.get(Database).opened;
    expect((await api.fetch('/health/ready')).status).toBe(200);
  });
});

@Injectable()
class Impatient implements OnModuleInit {
  answer?: unknown;

  constructor(private readonly tables: Tables) {}

  async onModuleInit(): Promise<void> {
    this.answer = await this.tables.query('SELECT 1 AS one');
  }
}

@Module({ providers: [Impatient] })
class ImpatientFeature {}

describe('a feature that waits for the database in the start', () => {
  it('keeps the api from listening until that is open, but not for ever', async () => {
    const api = await TestApi.listening({}, ImpatientFeature);
    expect(api.get(Impatient).answer).toEqual([{ one: 1 }]);
    await api.stop();
  });
});

describe('a process that is told to stop before its database is open', () => {
  it('ends', async () => {
    const api = new Spawned('testing/main.fixture.ts', [], { PORT: '0' });
    await api.output(/listening on/);
    api.kill('SIGTERM');
    expect(await api.ended).toBe(0);
  });
});
