import { type TestDatabase, withTestDatabase } from '@repo/database/testing';
import { databaseFeatures } from '../database-features';
import { TestApi } from '../testing/api.fixture';

describe('/metrics', () => {
  let api: TestApi | undefined;
  afterEach(() => api?.stop());

  it('shows MCP requests, and open sockets', async () => {
    api = await TestApi.start();
    await api.call('whoami');
    const answer = await api.fetch('/metrics');
    expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    const text = await answer.text();
    expect(text).toMatch(
      /^mcp_requests_total\{method="tools\/call",status="ok",tool="whoami"\} \d/m,
    );
    expect(text).toMatch(/^mcp_active_connections [1-9]/m);
  });

  it('has exemplars for who asks for OpenMetrics', async () => {
    api = await TestApi.start();
    await api.call('whoami');
    const headers = { accept: 'application/openmetrics-text;version=1.0.0,text/plain;q=0.5' };
    const answer = await api.fetch('/metrics', { headers });
    expect(answer.headers.get('content-type')).toContain('application/openmetrics-text');
    const text = await answer.text();
    expect(text).toMatch(
      /^mcp_requests_total\{method="tools\/call",status="ok",tool="whoami"\} \d/m,
    );
    expect(text).toMatch(/# EOF\n$/);
  });

  describe('in production', () => {
    let database: TestDatabase;
    beforeAll(async () => (database = await withTestDatabase({ features: databaseFeatures })));
    afterAll(() => database.drop());

    const key = '5f0d1c9b8a7e6d4c3b2a19080f1e2d3c';
    const production = (more: Record<string, string> = {}) =>
      TestApi.start({
        ...{ ENVIRONMENT: 'production', DATABASE_URL: database.url, API_KEY: key },
        JWT_SECRET: 'Zm9yIGEgc3BlYyBvbmx5LCBidXQgbG9uZyBlbm91Z2gh',
        PUBLIC_URL: 'https://mcp.example.com',
        ...more,
      });

    it('asks for a token with its scope on the port that everybody reaches', async () => {
      const server = (api = await production());
      const status = async (token?: string) => {
        const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
        return (await server.fetch('/metrics', { headers })).status;
      };
      const tokenOf = (scope: string) =>
        server.sign({ clientId: 'prometheus', scopes: [scope], lifetime: 60 });
      expect(await status()).toBe(401);
      expect(await status('wrong')).toBe(401);
      expect(await status(tokenOf('audit:read'))).toBe(403);
      expect(await status(tokenOf('metrics:read'))).toBe(200);
      expect(await status(key)).toBe(200);
    });

    it('asks for none on METRICS_PORT', async () => {
      api = await production({ METRICS_PORT: '0' });
      const line = api.log.messages.find((message) => /^metrics on /.test(String(message)));
      const url = String(line).slice('metrics on '.length);
      expect((await fetch(url.replace('0.0.0.0', '127.0.0.1'))).status).toBe(200);
    });
  });

  it('is not served with ENABLE_METRICS=false', async () => {
    api = await TestApi.start({ ENABLE_METRICS: 'false' });
    expect((await api.fetch('/metrics')).status).toBe(404);
  });

  it('is served on METRICS_PORT alone where that is set', async () => {
    api = await TestApi.start({ METRICS_PORT: '0' });
    expect((await api.fetch('/metrics')).status).toBe(404);

    const line = api.log.messages.find((message) => /^metrics on /.test(String(message)));
    const url = String(line).slice('metrics on '.length);
    expect(await (await fetch(url)).text()).toContain('mcp_active_connections');
    await api.stop();
    api = undefined;
    await expect(fetch(url)).rejects.toThrow();
  });
});
