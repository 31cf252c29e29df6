import { type TestDatabase, withTestDatabase } from '@repo/database/testing';
import { until } from '@repo/foundation/testing';
import { TestApi } from '../testing/api.fixture';

describe('an api whose database takes no connections', () => {
  let database: TestDatabase;
  let beside: TestDatabase;
  let api: TestApi;
  beforeAll(async () => {
    [database, beside] = await Promise.all([withTestDatabase(), withTestDatabase()]);
    api = await TestApi.start({ DATABASE_URL: database.url });
  });
  afterAll(async () => {
    await api.stop();
    await Promise.all([database.drop(), beside.drop()]);
  });

  async function allowConnections(whether: boolean): Promise<void> {
    const name = new URL(database.url).pathname.slice(1);
    const { dataSource } = beside;
    await dataSource.query(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS ${whether}`);
    await dataSource.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1',
      [name],
    );
  }

  interface Health {
    readonly status: string;
    readonly details: Record<'database', { status: string; message?: string }>;
  }

  async function becomes(status: string): Promise<Health> {
    let health: Health | undefined;
    await until(async () => {
      const answer = await api.fetch('/health');
      expect(answer.status).toBe(200);
      health = (await answer.json()) as Health;
      return health.status === status;
    }, status);
    return health!;
  }
  const gauge = async () => (await (await api.fetch('/metrics')).text()).match(/^dependency_up.*/m);

  it('stays ready and serves calls, and tells of it in /health and to Prometheus', async () => {
    await allowConnections(false);
    const { details } = await becomes('degraded');
    expect(details.database.status).toBe('down');
    expect(details.database.message).toMatch(/database/);
    expect(details.database.message).not.toContain(new URL(database.url).hostname);
    expect(String(await gauge())).toBe('dependency_up{dependency="database"} 0');

    expect((await api.fetch('/health/ready')).status).toBe(200);
    expect((await api.call('whoami')).status).toBe(200);

    await allowConnections(true);
    await becomes('ok');
    expect(String(await gauge())).toBe('dependency_up{dependency="database"} 1');
  });
});
