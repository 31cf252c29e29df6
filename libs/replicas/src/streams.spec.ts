import { describeWithRedis } from '@repo/redis/testing';
import { eventually } from '@repo/foundation/testing';
import {
  allListen,
  call,
  closeAll,
  keysOf,
  Events,
  startReplica,
  startReplicas,
  textOf,
  type Replica,
} from './testing/replica.fixture';
import { Features } from './testing/features.fixture';

const UPDATED = 'notifications/resources/updated';
const LIST_CHANGED = 'notifications/tools/list_changed';

describeWithRedis('a stream of a session, over replicas', (server) => {
  let replicas: Replica[];
  let [a, b, c]: Replica[] = [];
  beforeAll(async () => {
    [a, b, c] = replicas = await startReplicas(server.url, 3);
    await allListen(a!, 3);
  });
  afterAll(() => closeAll(replicas));

  const subscribe = (replica: Replica, headers: Record<string, string>, method = 'subscribe') =>
    replica.post(
      { jsonrpc: '2.0', id: 1, method: `resources/${method}`, params: { uri: 'test://news' } },
      { headers },
    );

  it('notifies of changes once, wherever they are made and wherever it was subscribed', async () => {
    const headers = await a!.open();
    const stream = new Events(await b!.get({ headers }));
    await subscribe(c!, headers);
    a!.notifier.resourceUpdated('test://news');
    await eventually(() => expect(stream.methods).toEqual([UPDATED]));
    await subscribe(a!, headers, 'unsubscribe');
    c!.notifier.resourceUpdated('test://news');
    for (const replica of replicas) replica.notifier.toolsChanged();
    await eventually(() => expect(stream.methods).toHaveLength(4));
    expect(stream.methods.slice(1)).toEqual([LIST_CHANGED, LIST_CHANGED, LIST_CHANGED]);
    stream.disconnect();
  });

  it('notifies the clients of the server that changed, and of no other', async () => {
    const [first, server] = [await a!.open(), 'second'];
    const second = await a!.open({}, { server });
    const main = new Events(await b!.get({ headers: first }));
    const named = new Events(await b!.get({ headers: second, server }));
    c!.secondNotifier.toolsChanged();
    await eventually(() => expect(named.methods).toEqual([LIST_CHANGED]));
    c!.notifier.promptsChanged();
    await eventually(() => expect(main.methods).toEqual(['notifications/prompts/list_changed']));
    expect(named.methods).toEqual([LIST_CHANGED]);
    for (const stream of [main, named]) stream.disconnect();
  });

  it('delivers to a client that reconnects to another what happened meanwhile, once', async () => {
    const headers = await a!.open();
    const lost = new Events(await b!.get({ headers }));
    c!.notifier.toolsChanged();
    await eventually(() => expect(lost.methods).toEqual([LIST_CHANGED]));
    lost.disconnect();
    b!.notifier.promptsChanged();
    const other = new Events(await a!.get({ headers: await a!.open() }));
    c!.notifier.resourcesChanged();
    await eventually(() => expect(other.messages.length).toBeGreaterThan(0));
    const lastId = { 'last-event-id': lost.lastId };
    const resumed = new Events(await c!.get({ headers: { ...headers, ...lastId } }));
    a!.notifier.toolsChanged();
    const meanwhile = ['prompts', 'resources', 'tools'];
    await eventually(() =>
      expect([...resumed.methods].sort()).toEqual(
        meanwhile.map((list) => `notifications/${list}/list_changed`),
      ),
    );
    resumed.disconnect();
    other.disconnect();
  });

  it('is carried by the one that the client came to last', async () => {
    const headers = await a!.open();
    const first = new Events(await a!.get({ headers }));
    const second = new Events(await b!.get({ headers }));
    await eventually(() => expect(first.ended).toBe(true));
    c!.notifier.toolsChanged();
    await eventually(() => expect(second.methods).toEqual([LIST_CHANGED]));
    expect(first.messages).toEqual([]);
    second.disconnect();
  });

  it('of a call that runs elsewhere goes on to its answer', async () => {
    const headers = await a!.open();
    const lost = new Events(await a!.post(call(5, 'hold', { text: 'far' }), { headers }));
    await eventually(() => expect(lost.methods).toHaveLength(1));
    lost.disconnect();
    const lastId = { 'last-event-id': lost.lastId };
    const resumed = new Events(await b!.get({ headers: { ...headers, ...lastId } }));
    Features.gates.get('far')?.();
    await eventually(() => expect(resumed.ended).toBe(true));
    expect(textOf(resumed.messages.at(-1))).toBe('held far');
    expect(resumed.messages).toHaveLength(2);
  });

  it('of a call that has ended elsewhere is replayed, from its start as well', async () => {
    const headers = await a!.open();
    const lost = new Events(await a!.post(call('id', 'hold', { text: 'done' }), { headers }));
    await eventually(() => expect(lost.methods).toHaveLength(1));
    Features.gates.get('done')?.();
    await eventually(() => expect(lost.ended).toBe(true));
    const lastId = { 'last-event-id': lost.ids[0] ?? '' };
    const replayed = new Events(await c!.get({ headers: { ...headers, ...lastId } }));
    await eventually(() => expect(replayed.ended).toBe(true));
    expect(replayed.messages).toEqual(lost.messages);
  });

  it('of a call whose replica died ends with an error that says to try again', async () => {
    const headers = await a!.open();
    const dying = await startReplica(server.url);
    const lost = new Events(await dying.post(call(9, 'hold', { text: 'dying' }), { headers }));
    await eventually(() => expect(lost.methods).toHaveLength(1));
    lost.disconnect();
    const lastId = { 'last-event-id': lost.lastId };
    const resumed = new Events(await b!.get({ headers: { ...headers, ...lastId } }));
    // In place of a killed process: its heartbeat is removed.
    dying.redis.disconnect();
    const [owner] = lost.lastId.split('-');
    await b!.redis.del(keysOf(b!).alive(owner!));
    await eventually(() => expect(resumed.ended).toBe(true));
    const gone = [{ id: 9, error: { data: { retryable: true } } }];
    expect(resumed.messages).toMatchObject(gone);
    // A client that lost this connection as well gets it again, and then no more.
    const again = new Events(await c!.get({ headers: { ...headers, ...lastId } }));
    await eventually(() => expect(again.ended).toBe(true));
    expect(again.messages).toMatchObject(gone);
    const seen = { 'last-event-id': again.lastId };
    expect((await a!.get({ headers: { ...headers, ...seen } })).status).toBe(204);
    Features.gates.get('dying')?.();
    await dying.close();
  });
});

describeWithRedis('what is kept of the streams of a session', (server) => {
  it('is bounded in number, in size and in time', async () => {
    const replica = await startReplica(server.url);
    const headers = await replica.open();
    const id = headers['mcp-session-id'];
    const turn = async (_: unknown, turn: number) => {
      const reply = new Events(
        await replica.post(call(turn, 'hold', { text: `${turn}` }), { headers }),
      );
      await eventually(() => expect(reply.methods).toHaveLength(1));
      Features.gates.get(`${turn}`)?.();
      await eventually(() => expect(reply.ended).toBe(true));
    };
    await Promise.all(Array.from({ length: 100 }, turn));
    const keys = keysOf(replica).session(id);
    expect(await replica.redis.xlen(keys.calls)).toBe(256);
    expect(await replica.redis.hlen(keys.running)).toBe(0);
    for (const name of await replica.redis.keys(`${keys.record.split('{')[0]}*`)) {
      expect([name, await replica.redis.pttl(name)]).toEqual([name, expect.any(Number)]);
      expect(await replica.redis.pttl(name)).toBeGreaterThan(0);
    }
    await replica.close();
  });
});
