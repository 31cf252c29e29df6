import { describeWithRedis } from '@repo/redis/testing';
import { eventually } from '@repo/foundation/testing';
import { call, closeAll, Events, startReplicas, type Replica } from './testing/replica.fixture';
import { Features } from './testing/features.fixture';

describeWithRedis('the stream of a call that runs in another replica', (server) => {
  let replicas: Replica[];
  beforeAll(async () => (replicas = await startReplicas(server.url, 3)));
  afterAll(() => closeAll(replicas));

  it('ends with its answer, whatever its method does later', async () => {
    const [a, b, c] = replicas;
    const headers = await a!.open();
    const lost = new Events(await a!.post(call(6, 'hold', { text: 'late' }), { headers }));
    await eventually(() => expect(lost.methods).toHaveLength(1));
    lost.disconnect();
    const resumeAt = async (replica: Replica) => {
      const lastId = { 'last-event-id': lost.lastId };
      return new Events(await replica.get({ headers: { ...headers, ...lastId } }));
    };
    const resumed = await resumeAt(b!);
    Features.gates.get('late')?.();
    await eventually(() => expect(resumed.ended).toBe(true));
    Features.contexts.get('late')?.log.info('too late');
    const replayed = await resumeAt(c!);
    await eventually(() => expect(replayed.ended).toBe(true));
    for (const { messages } of [resumed, replayed]) {
      expect(messages).toMatchObject([{ params: { data: 'after late' } }, { id: 6 }]);
    }
  });
});
