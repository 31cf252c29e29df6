import { eventually } from '@repo/foundation/testing';
import { SentryServer } from '@repo/telemetry/testing';
import { ApiProcess, countedCalls } from './api-process.fixture';

const DIED = 'api_worker_ends_total{how="died"}';
const DRAINED = 'api_worker_ends_total{how="drained"}';

describe('several worker processes', () => {
  let api: ApiProcess;
  const sentry = new SentryServer();
  beforeAll(async () => {
    await sentry.start();
    const environment = { WORKERS: '3', METRICS_PORT: '0', SENTRY_DSN: sentry.dsn };
    api = await ApiProcess.start(environment);
  });
  afterAll(async () => {
    expect(await api.stop()).toBe(0);
    sentry.stop();
  });

  it('are announced once, with what they share and what not', () => {
    const lines = api.process.stdout.split('\n').filter((line) => line.includes('listening on'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/WORKERS is 3 and the processes share none.*"workers":3/);
    expect(api.process.stdout.match(/metrics on/g)).toHaveLength(1);
  });

  it('serve at one address, each its share', async () => {
    const pids = await api.different('pid', 3);
    expect([...pids].sort()).toEqual(api.workerPids.map(String).sort());
  });

  it('tell in /health how many they are', async () => {
    expect(await (await api.get('/health')).json()).toMatchObject({
      workers: { desired: 3, ready: 3 },
    });
    expect((await api.get('/health/ready')).status).toBe(200);
  });

  it('put their number into their log lines', async () => {
    await Promise.all([1, 2, 3].map(() => api.get('/admin/audit?limit=x')));
    await api.process.output(/"worker":\d.*http request/);
  });

  it('continue the calls of each other that ask for input', async () => {
    const pids = new Set<string>();
    await api.until(async () => {
      const { requestState } = await api.call('ask');
      expect(requestState).toEqual(expect.any(String));
      const answer = { action: 'accept', content: { value: 'yes' } };
      const more = { requestState, inputResponses: { answer } };
      const { content } = await api.call('ask', {}, more);
      const [pid = '', said] = content?.[0]?.text.split(' ') ?? [];
      expect(JSON.parse(said ?? '')).toEqual(answer);
      return pids.add(pid).size === 3;
    });
  });

  it('serve clients of the older era without sessions', async () => {
    const answer = await fetch(`${api.url}/mcp`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'initialize',
        params: {
          protocolVersion: '2025-11-25',
          capabilities: {},
          clientInfo: { name: 'test', version: '0' },
        },
      }),
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('mcp-session-id')).toBeNull();
    await answer.text();
  });

  it('are replaced when they die, and what they counted is kept', async () => {
    const before = await api.countedCalls();
    const calls = 30;
    await Promise.all(Array.from({ length: calls }, () => api.call('pid')));
    expect(await api.countedCalls()).toBe(before + calls);

    const died = await api.metric(DIED);
    const [victim = 0] = api.workerPids;
    process.kill(victim, 'SIGKILL');
    await api.process.output(/"exit":"SIGKILL".*a worker has died: another starts/);
    expect(await api.countedCalls()).toBe(before + calls);
    await api.ready(3);
    expect(api.workerPids).not.toContain(victim);
    await api.call('pid');
    expect(await api.countedCalls()).toBe(before + calls + 1);
    expect(await api.metric(DIED)).toBe(died + 1);
  });

  it('are replaced when somebody else stops them, and keep all that they counted', async () => {
    const before = await api.countedCalls();
    const drained = await api.metric(DRAINED);
    const [told = 0] = api.workerPids;
    const slow = Array.from({ length: 12 }, () => api.text('slow', { ms: 300 }));
    await api.until(async () => (await api.size()).workers.ready === 3);
    process.kill(told, 'SIGTERM');
    expect(await Promise.all(slow)).toEqual(expect.arrayContaining([String(told)]));
    await api.until(() => !api.workerPids.includes(told));
    await api.ready(3);
    expect(await api.countedCalls()).toBe(before + 12);
    expect(await api.metric(DRAINED)).toBe(drained + 1);
  });

  it('are left out of the metrics while they are stuck, but for what they had counted', async () => {
    const before = await api.countedCalls();
    const [stuck = 0] = api.workerPids;
    process.kill(stuck, 'SIGSTOP');
    try {
      // Again, where another did not answer in time since the machine is slow. From the port of the
      // primary: another could meet the stuck one.
      let text = '';
      await api.until(async () => {
        text = await (await fetch(api.metricsUrl)).text();
        return /^api_workers_unanswered 1$/m.test(text);
      });
      expect(countedCalls(text)).toBe(before);
    } finally {
      process.kill(stuck, 'SIGCONT');
    }
  });

  it('say why they have died, by their primary and to Sentry', async () => {
    // Its answer may get lost with it.
    await api.call('crash').catch(() => undefined);
    await api.process.output(
      /"exit":"exit code 1","fatalMessage":"uncaught exception: nobody caught this"/,
    );
    await eventually(() =>
      expect(sentry.events).toContainEqual(
        expect.objectContaining({
          tags: expect.objectContaining({ method: 'uncaughtException' }) as object,
          exception: { values: [expect.objectContaining({ value: 'nobody caught this' })] },
        }),
      ),
    );
    await api.ready(3);
  });

  it('tell how they are in the metrics', async () => {
    const text = await api.metrics();
    expect(text).toMatch(/^api_workers_desired 3$/m);
    expect(text).toMatch(/^api_workers_ready 3$/m);
    expect(text).toMatch(/^api_workers_unanswered 0$/m);
    expect(text).toContain('nodejs_eventloop_lag_max_seconds');
    expect((await api.get('/metrics')).status).toBe(404);
  });
});
