import { describeWithRedisCluster, describeWithRedisSentinel } from '@repo/redis/testing';
import { Logger } from '@nestjs/common';
import { eventually } from '@repo/foundation/testing';
import {
  allListen,
  call,
  closeAll,
  Events,
  startReplicas,
  textOf,
  type Replica,
} from './testing/replica.fixture';
import { Features } from './testing/features.fixture';

const LIST_CHANGED = 'notifications/tools/list_changed';

let replicas: Replica[] = [];
const started = async (url: string) =>
  (replicas = await startReplicas(url, 2)) as [Replica, Replica];

beforeEach(() => {
  for (const level of ['warn', 'log'] as const) {
    jest.spyOn(Logger.prototype, level).mockImplementation();
  }
});
afterEach(async () => {
  await closeAll(replicas.splice(0));
  jest.restoreAllMocks();
});

/** A stream that was lost at one, resumed at the other; a request to the client, a cancellation, a notification, an end. */
async function goOn(a: Replica, b: Replica, headers: Record<string, string>): Promise<void> {
  const lost = new Events(await a.post(call(5, 'hold', { text: 'far' }), { headers }));
  await eventually(() => expect(lost.methods).toHaveLength(1));
  lost.disconnect();
  const lastId = { 'last-event-id': lost.lastId };
  const resumed = new Events(await b.get({ headers: { ...headers, ...lastId } }));
  Features.gates.get('far')?.();
  await eventually(() => expect(resumed.ended).toBe(true));
  expect(textOf(resumed.messages.at(-1))).toBe('held far');

  const asking = new Events(await a.post(call(6, 'confirm', { text: 'Sure?' }), { headers }));
  await eventually(() => expect(asking.messages).toHaveLength(1));
  const { id } = asking.messages[0] ?? {};
  await b.post({ jsonrpc: '2.0', id, result: { action: 'accept' } }, { headers });
  await eventually(() => expect(textOf(asking.messages[1])).toBe('Sure?: accept'));

  const held = new Events(await a.post(call(7, 'hold', { text: 'held' }), { headers }));
  const params = { requestId: 7 };
  await b.post({ jsonrpc: '2.0', method: 'notifications/cancelled', params }, { headers });
  await eventually(() => expect(held.ended).toBe(true));
  expect(held.messages.filter((message) => 'id' in message)).toEqual([]);

  const notifications = new Events(await a.get({ headers }));
  b.notifier.toolsChanged();
  await eventually(() => expect(notifications.methods).toEqual([LIST_CHANGED]));

  expect((await b.delete({ headers })).status).toBe(200);
  const status = async () => (await a.post(call(8, 'echo', { text: 'x' }), { headers })).status;
  await eventually(async () => expect(await status()).toBe(404));
}

describeWithRedisCluster('replicas on a Cluster', (cluster) => {
  it('go on with each other’s sessions, of which each may lie on another node', async () => {
    const [a, b] = await started(cluster.url);
    for (let turn = 0; turn < 6; turn += 1) {
      await goOn(a, b, await a.open({ capabilities: { elicitation: {} } }));
    }
  });
});

describeWithRedisSentinel('replicas whose primary is killed', (sentinel) => {
  it('go on with each other’s sessions at the one that Sentinel promotes', async () => {
    const [a, b] = await started(sentinel.url);
    await allListen(b, 2);
    const headers = await a.open({ capabilities: { elicitation: {} } });
    expect(await a.redis.call('WAIT', 1, 60_000)).toBe(1);
    await sentinel.killPrimary();
    await eventually(async () => {
      const reply = await b.post(call(1, 'echo', { text: 'hi' }), { headers });
      expect(reply.status).toBe(200);
    });
    // Of calls meanwhile no events are kept, and other messages are lost.
    await eventually(() => expect(a.redis.status).toBe('ready'));
    await allListen(b, replicas.length);
    await goOn(a, b, headers);
  });
});
