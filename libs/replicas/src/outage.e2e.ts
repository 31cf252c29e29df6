import { Logger } from '@nestjs/common';
import { describeWithRedis } from '@repo/redis/testing';
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

const UNKNOWN = { 'mcp-session-id': '00000000-0000-4000-8000-000000000000' };

describeWithRedis('replicas whose Redis is away', (server) => {
  let [a, b]: Replica[] = [];
  beforeAll(async () => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    [a, b] = await startReplicas(server.url, 2);
    await allListen(b!, 2);
  });
  afterAll(async () => {
    await closeAll([a!, b!]);
    jest.restoreAllMocks();
  });

  const echo = (replica: Replica, headers: Record<string, string>) =>
    replica.post(call(1, 'echo', { text: 'hi' }), { headers });

  it('serve what they know, ask to try again for what they do not, and recover by themselves', async () => {
    const headers = await a!.open();
    const stream = new Events(await a!.get({ headers }));
    await server.kill();
    await eventually(() => expect(a!.redis.status).not.toBe('ready'));

    expect(textOf((await echo(a!, headers)).json())).toBe('hi');
    const elsewhere = await echo(b!, headers);
    expect([elsewhere.status, elsewhere.headers['retry-after']]).toEqual([503, '2']);
    expect((await a!.delete({ headers })).status).toBe(503);
    expect((await a!.open())['mcp-session-id']).toBe('');
    const modern = await b!.modern('tools/call', { name: 'echo', arguments: { text: 'x' } });
    expect(modern.status).toBe(200);
    a!.notifier.toolsChanged();
    await eventually(() => expect(stream.methods).toHaveLength(1));
    const params = { uri: 'test://news' };
    await a!.post({ jsonrpc: '2.0', id: 1, method: 'resources/subscribe', params }, { headers });
    a!.notifier.resourceUpdated('test://news');
    await eventually(() => expect(stream.methods).toHaveLength(2));

    // It comes back with nothing in it.
    await server.start();
    expect([200, 503]).toContain((await echo(b!, headers)).status);
    await eventually(async () => expect((await echo(b!, headers)).status).toBe(200));
    await allListen(b!, 2);
    b!.notifier.resourceUpdated('test://news');
    await eventually(() => expect(stream.methods).toHaveLength(3));
    await eventually(async () => expect((await echo(b!, UNKNOWN)).status).toBe(404));
    stream.disconnect();
  });

  it('go on with a call whose stream is followed elsewhere, though Redis forgot who runs it', async () => {
    const headers = await a!.open();
    const lost = new Events(await a!.post(call(5, 'hold', { text: 'over it' }), { headers }));
    await eventually(() => expect(lost.methods).toHaveLength(1));
    lost.disconnect();
    await server.kill();
    await eventually(() => expect(b!.redis.status).not.toBe('ready'));
    await server.start();
    const lastId = { 'last-event-id': lost.lastId };
    const resume = async () => b!.get({ headers: { ...headers, ...lastId } });
    await eventually(async () => expect((await resume()).status).toBe(200));
    const resumed = new Events(await resume());
    Features.gates.get('over it')?.();
    await eventually(() => expect(resumed.ended).toBe(true));
    expect(textOf(resumed.messages.at(-1))).toBe('held over it');
  });

  it('bring an answer to the one that waits, though it is connected again later', async () => {
    const headers = await a!.open({ capabilities: { elicitation: {} } });
    const asking = new Events(await a!.post(call(7, 'confirm', { text: 'Late?' }), { headers }));
    await eventually(() => expect(asking.methods).toEqual(['elicitation/create']));
    // A replica that is reconnecting receives nothing, and the others do not know that.
    await b!.redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    const answer = { jsonrpc: '2.0', id: asking.messages[0]?.['id'], result: { action: 'accept' } };
    expect((await b!.post(answer, { headers })).status).toBe(202);
    await eventually(() => expect(textOf(asking.messages[1])).toBe('Late?: accept'));
  });

  it('serve what they know while it hangs', async () => {
    const headers = await a!.open();
    server.pause();
    // Both answers come before it goes on.
    expect(textOf((await echo(a!, headers)).json())).toBe('hi');
    expect((await echo(b!, headers)).status).toBe(503);
    server.resume();
    await eventually(async () => expect((await echo(b!, headers)).status).toBe(200));
  });
});
