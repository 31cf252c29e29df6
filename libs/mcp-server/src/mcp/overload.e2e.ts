import { McpHost } from '@repo/mcp-core';
import { until } from '@repo/foundation/testing';
import { post, RawClient } from '../http/raw-client.fixture';
import { TestApi, textOf } from '../testing/api.fixture';
import { fakeOnly } from '@repo/telemetry/testing';
import { Held, HeldModule } from './held.fixture';

let api: TestApi;
beforeEach(() => Held.renew());
afterEach(async () => {
  Held.release();
  jest.useRealTimers();
  await api.stop();
});

const start = async (environment: Record<string, string>) => {
  api = await TestApi.start({ AUDIT: 'off', ...environment }, HeldModule);
  // No call waits too long for its turn, unless a test says so.
  fakeOnly('setTimeout', 'clearTimeout');
};
const load = () => api.get(McpHost).load;
async function reach(running: number, queued: number): Promise<void> {
  const isReached = () => load().running === running && load().queued === queued;
  await until(isReached, `${running} calls that run and ${queued} that wait`);
}

type CallTool = (name: string) => Promise<Response>;
const modern: CallTool = (name) => api.call(name);
const legacy =
  (session?: string): CallTool =>
  (name) =>
    api.fetch('/mcp', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...(session === undefined ? {} : { 'mcp-session-id': session }),
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name } }),
    });

describe.each<[string, Record<string, string>, () => Promise<CallTool>]>([
  ['the modern era', {}, async () => modern],
  ['a session', {}, async () => legacy(await api.initialize())],
  ['the legacy era without sessions', { MCP_SESSIONS: 'off' }, async () => legacy()],
])('a process with more calls than it can serve, in %s', (_name, environment, caller) => {
  it('lets some wait, refuses the others with 503, and goes on after the burst', async () => {
    await start({ MAX_CONCURRENT_CALLS: '2', MAX_QUEUED_CALLS: '1', ...environment });
    const call = await caller();
    const served = [call('hold'), call('hold'), call('hold')];
    await reach(2, 1);
    const burst = await Promise.all(Array.from({ length: 20 }, () => call('whoami')));
    for (const answer of burst) {
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toBe('1');
      expect(await answer.json()).toMatchObject({
        id: 1,
        error: {
          code: -32603,
          message:
            'Too many calls at once: 2 are allowed, and the queue of 1 is full. Try again in 1 s.',
          data: { retryable: true },
        },
      });
    }
    Held.release();
    for (const answer of served) expect(await textOf(await answer)).toBe('held');
    expect(await textOf(await call('whoami'))).toBe('anonymous');
    expect([load().running, load().queued]).toEqual([0, 0]);
  });
});

describe('a call that waits for its turn', () => {
  it('gives up its place in the queue when its client goes away', async () => {
    await start({ MAX_CONCURRENT_CALLS: '1' });
    const served = modern('hold');
    await reach(1, 0);
    const leaving = new AbortController();
    const gone = expect(api.call('hold', {}, { signal: leaving.signal })).rejects.toThrow();
    await reach(1, 1);
    leaving.abort();
    await gone;
    await reach(1, 0);
    Held.release();
    expect((await served).status).toBe(200);
  });

  it('gives it up when a client with a session cancels', async () => {
    await start({ MAX_CONCURRENT_CALLS: '1' });
    const session = await api.initialize();
    const served = modern('hold');
    await reach(1, 0);
    const waiting = legacy(session)('hold');
    await reach(1, 1);
    const notice = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } };
    await api.fetch('/mcp', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'mcp-session-id': session },
      body: JSON.stringify(notice),
    });
    expect(await (await waiting).text()).toBe('');
    expect(load().queued).toBe(0);
    Held.release();
    await served;
  });

  it('is refused after a second', async () => {
    await start({ MAX_CONCURRENT_CALLS: '1' });
    const served = modern('hold');
    await reach(1, 0);
    const late = modern('whoami');
    await reach(1, 1);
    jest.advanceTimersByTime(1_000);
    const refused = await late;
    expect(refused.status).toBe(503);
    expect(await refused.text()).toContain('and none ended in time.');
    Held.release();
    await served;
  });
});

describe('a tool with maxConcurrent', () => {
  it('is refused by its own name, and keeps no other tool waiting', async () => {
    await start({ MAX_QUEUED_CALLS: '1' });
    const served = [modern('few'), modern('few')];
    await reach(1, 1);
    const refused = await modern('few');
    expect(refused.status).toBe(503);
    expect(await refused.text()).toContain('Too many calls of few at once: 1 are allowed');
    expect((await modern('whoami')).status).toBe(200);
    Held.release();
    for (const answer of served) expect((await answer).status).toBe(200);
  });
});

describe('requests that come in a row over one connection, without waiting for answers', () => {
  it('run no more calls than others, and are answered in their order', async () => {
    await start({ MAX_CONCURRENT_CALLS: '2', MAX_QUEUED_CALLS: '1', MCP_SESSIONS: 'off' });
    const client = await RawClient.connect(api.port);
    const ids = Array.from({ length: 300 }, (_, id) => id);
    const requests = ids.map((id) => {
      const body = { jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'hold' } };
      return post(body, { connection: id === ids.at(-1) ? 'close' : 'keep-alive' });
    });
    client.send(requests.join(''));
    await reach(2, 1);
    Held.release();
    await client.closed();
    const answered = [...client.answer.matchAll(/"id":(\d+)/g)].map(([, id]) => Number(id));
    expect(answered).toEqual(ids);
    expect(client.answer.match(/HTTP\/1\.1 503 /g)?.length).toBeGreaterThan(0);
  });
});
