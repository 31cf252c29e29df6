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
    expect(text).toMatch(/^mcp_requests_total\{method="tools\/call",status="ok"\} \d/m);
    expect(text).toMatch(/^mcp_active_connections [1-9]/m);
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
