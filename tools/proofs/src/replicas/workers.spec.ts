import { describeWithRedis } from '@repo/redis/testing';
import {
  type Fetch,
  type FixtureHost,
  legacyRequest,
  openSession,
  startFixtureHost,
  stream,
  type StreamedMessage,
  V1Client,
  V2Client,
} from '@repo/api-e2e';
import { eventually } from '@repo/foundation/testing';
import { Workload } from './workload';

const WORKERS = 3;

/** Each request over a connection of its own, and so to the next worker. */
const overOwnConnection: Fetch = (url, init) => {
  const headers = new Headers(init?.headers);
  headers.set('connection', 'close');
  return fetch(url, { ...init, headers });
};

describeWithRedis('three workers of one api', (redis) => {
  let host: FixtureHost;
  beforeAll(async () => {
    host = await startFixtureHost({
      WORKERS: `${WORKERS}`,
      REDIS_URL: redis.url,
      JWT_SECRET: 'a secret that the workers of this test share',
      AUDIT: 'off',
    });
  });
  afterAll(() => host.process.stop());

  it('serve all kinds of clients: questions, progress, cancellation and change notices', async () => {
    const load = new Workload(host.url, overOwnConnection);
    await load.start(6);
    await eventually(() => expect(load.outcomes.length).toBeGreaterThan(60), 20_000);
    await eventually(() => expect(load.told).toBe(6));
    expect(await load.stop()).toEqual([]);
    expect(load.outcomes.filter(({ error }) => error !== undefined)).toEqual([]);
  });

  it.each([
    ['v1', () => V1Client.overHttp(host.url, overOwnConnection)],
    ['v2', () => V2Client.overHttp(host.url, 'legacy', overOwnConnection)],
  ])('bring a cancellation of a %s client to the one that runs the call', async (kind, connect) => {
    const client = await connect();
    const key = `cancelled by ${kind}`;
    const enough = new AbortController();
    const onProgress = () => enough.abort();
    const call = client.callTool('wait_for_abort', { key }, { signal: enough.signal, onProgress });
    await expect(call).rejects.toThrow();
    // Only the worker that ran the call knows of it, so others are met as well.
    const fates = new Set<string>();
    await eventually(async () => {
      fates.add((await client.callTool('fate_of', { key })).text);
      const both = [expect.stringMatching(/^aborted: Cancelled/), 'unknown'];
      expect([...fates]).toEqual(expect.arrayContaining(both));
    });
    await client.close();
  });

  it('go on with a stream that was lost, whichever of them the client comes to', async () => {
    const session = await openSession(host.url);
    const { headers, body } = legacyRequest(session, 1, 'tools/call', {
      name: 'echo_after_turns',
      arguments: { text: 'again', turns: 2 },
      _meta: { progressToken: 1 },
    });
    const init = { headers: { ...headers, connection: 'close' } };
    const first = stream(host.url, { ...init, method: 'POST', body: JSON.stringify(body) });
    const events: StreamedMessage[] = [];
    for await (const event of first) events.push(event);
    expect(events.at(-1)?.message.id).toBe(1);
    for (let turn = 0; turn < WORKERS; turn += 1) {
      const resumed = { ...init.headers, 'last-event-id': events[0]?.eventId ?? '' };
      const again: StreamedMessage[] = [];
      for await (const event of stream(host.url, { headers: resumed })) again.push(event);
      expect(again).toEqual(events.slice(1));
    }
  });
});
