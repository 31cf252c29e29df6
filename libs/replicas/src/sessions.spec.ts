import { describeWithRedis } from '@repo/redis/testing';
import { eventually } from '@repo/foundation/testing';
import {
  allListen,
  auth,
  call,
  closeAll,
  Events,
  startReplica,
  startReplicas,
  textOf,
  type Replica,
} from './testing/replica.fixture';
import { Features } from './testing/features.fixture';

describeWithRedis('a session, over replicas', (server) => {
  let replicas: Replica[];
  let [a, b, c]: Replica[] = [];
  beforeAll(async () => {
    [a, b, c] = replicas = await startReplicas(server.url, 3);
    await allListen(a!, 3);
  });
  afterAll(() => closeAll(replicas));

  it('is served by each of them', async () => {
    const headers = await a!.open();
    for (const replica of replicas) {
      const reply = await replica.post(call(1, 'echo', { text: 'hi' }), { headers });
      expect(textOf(reply.json())).toBe('hi');
    }
  });

  it('is nobody else’s on any of them', async () => {
    const headers = await a!.open({}, { auth: auth('ann') });
    for (const replica of replicas) {
      const status = async (who: string) =>
        (await replica.post(call(1, 'echo', { text: 'x' }), { headers, auth: auth(who) })).status;
      expect([await status('bob'), await status('ann')]).toEqual([404, 200]);
      expect((await replica.delete({ headers, auth: auth('bob') })).status).toBe(404);
    }
  });

  it('is of its server on all of them', async () => {
    const headers = await a!.open({}, { server: 'second' });
    for (const replica of replicas) {
      const said = call(1, 'echo', { text: 'hi' });
      expect((await replica.post(said, { headers })).status).toBe(404);
      expect((await replica.post(said, { headers, server: 'second' })).status).toBe(200);
    }
  });

  it('is none of another server on the same Redis, which hears none of their messages', async () => {
    const other = await startReplica(server.url, {}, [], 'another');
    const headers = await a!.open();
    const said = call(1, 'echo', { text: 'hi' });
    expect((await other.post(said, { headers })).status).toBe(404);
    expect((await a!.post(said, { headers })).status).toBe(200);
    await allListen(a!, 3);
    await other.close();
  });

  it('ends on all of them at once', async () => {
    const headers = await a!.open();
    for (const replica of replicas) await replica.post(call(1, 'echo', { text: 'x' }), { headers });
    const stream = new Events(await c!.get({ headers }));
    expect((await b!.delete({ headers })).status).toBe(200);
    await eventually(() => expect(stream.ended).toBe(true));
    for (const replica of replicas) {
      const status = async () =>
        (await replica.post(call(1, 'echo', { text: 'x' }), { headers })).status;
      await eventually(async () => expect(await status()).toBe(404));
    }
  });

  it.each(['x', '*', '../..', `${'0'.repeat(36)}}`])('is not found by the id %s', async (id) => {
    const headers = { 'mcp-session-id': id };
    expect((await a!.post(call(1, 'echo', { text: 'x' }), { headers })).status).toBe(404);
  });

  it('makes room for others where it is not used, and is found again', async () => {
    const small = await startReplica(server.url, { MAX_SESSIONS: '1' });
    const first = await small.open();
    await small.open();
    expect(small.host.openSessions).toBe(1);
    for (const replica of [small, b!]) {
      const reply = await replica.post(call(1, 'echo', { text: 'hi' }), { headers: first });
      expect(reply.status).toBe(200);
    }
    await small.close();
  });

  it('takes the answer to a question at any of them', async () => {
    const headers = await a!.open({ capabilities: { elicitation: {} } });
    const asking = new Events(await b!.post(call(7, 'confirm', { text: 'Sure?' }), { headers }));
    await eventually(() => expect(asking.methods).toEqual(['elicitation/create']));
    const answer = {
      jsonrpc: '2.0',
      id: asking.messages[0]?.['id'],
      result: { action: 'decline' },
    };
    expect((await c!.post(answer, { headers })).status).toBe(202);
    await eventually(() => expect(textOf(asking.messages[1])).toBe('Sure?: decline'));
  });

  it('takes no answer of another session', async () => {
    const capabilities = { elicitation: {} };
    const headers = await a!.open({ capabilities });
    const others = await a!.open({ capabilities });
    const asking = new Events(await b!.post(call(7, 'confirm', { text: 'Mine' }), { headers }));
    await eventually(() => expect(asking.messages).toHaveLength(1));
    const id = asking.messages[0]?.['id'];
    for (const replica of replicas) {
      const stolen = { jsonrpc: '2.0', id, result: { action: 'accept' } };
      expect((await replica.post(stolen, { headers: others })).status).toBe(202);
    }
    await c!.post({ jsonrpc: '2.0', id, result: { action: 'cancel' } }, { headers });
    await eventually(() => expect(textOf(asking.messages[1])).toBe('Mine: cancel'));
  });

  it('takes a cancellation at any of them, and only for its own calls', async () => {
    const [headers, others] = [await a!.open(), await a!.open()];
    const [mine, theirs] = [
      new Events(await b!.post(call(3, 'hold', { text: 'mine' }), { headers })),
      new Events(await b!.post(call(3, 'hold', { text: 'theirs' }), { headers: others })),
    ];
    const params = { requestId: 3, reason: 'enough' };
    await c!.post({ jsonrpc: '2.0', method: 'notifications/cancelled', params }, { headers });
    await eventually(() => expect(mine.ended).toBe(true));
    expect(mine.messages.filter((message) => 'id' in message)).toEqual([]);
    expect(theirs.ended).toBe(false);
    Features.gates.get('theirs')?.();
    await eventually(() => expect(textOf(theirs.messages.at(-1))).toBe('held theirs'));
  });

  it('keeps the log level and the subscriptions that were set at any of them', async () => {
    const headers = await a!.open();
    for (const replica of replicas) await replica.post(call(1, 'echo', { text: 'x' }), { headers });
    const params = { level: 'error' };
    await a!.post({ jsonrpc: '2.0', id: 1, method: 'logging/setLevel', params }, { headers });
    const held = await b!.post(call(2, 'hold', { text: 'quiet' }), { headers: await a!.open() });
    held.disconnect();
    await eventually(async () => {
      const quiet = b!.post(call(3, 'hold', { text: 'level' }), { headers });
      await eventually(() => expect(Features.gates.has('level')).toBe(true));
      Features.gates.get('level')?.();
      Features.gates.delete('level');
      expect((await quiet).headers['content-type']).toBe('application/json');
    });
    Features.gates.get('quiet')?.();
  });

  it('keeps the data of many clients apart, whose requests meet any of them', async () => {
    const sessions = await Promise.all(
      Array.from({ length: 20 }, (_, index) => replicas[index % 3]!.open()),
    );
    await Promise.all(
      sessions.flatMap((headers, who) =>
        replicas.map(async (replica, at) => {
          const text = `client ${who} at ${at}`;
          const reply = new Events(await replica.post(call(at, 'hold', { text }), { headers }));
          await eventually(() => expect(reply.methods).toHaveLength(1));
          reply.disconnect();
          const elsewhere = replicas[(at + 1) % 3]!;
          const lastId = { 'last-event-id': reply.lastId };
          const resumed = new Events(await elsewhere.get({ headers: { ...headers, ...lastId } }));
          Features.gates.get(text)?.();
          await eventually(() => expect(textOf(resumed.messages.at(-1))).toBe(`held ${text}`));
          expect(JSON.stringify(resumed.messages)).not.toMatch(
            new RegExp(`client (?!${who} at ${at}\\b)`),
          );
        }),
      ),
    );
  });
});
