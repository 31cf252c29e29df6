import { until } from '@repo/foundation/testing';
import { describeWithRedis } from '@repo/redis/testing';
import { TestApi } from '../testing/api.fixture';

interface Readiness {
  readonly status: string;
  readonly details: { readonly redis?: Record<string, unknown> };
}

describeWithRedis('/health/ready of an api whose Redis', (server) => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.start({ REDIS_URL: server.url, AUDIT: 'off' });
  });
  afterAll(() => api.stop());

  async function ready(): Promise<Readiness> {
    const answer = await api.fetch('/health/ready');
    expect(answer.status).toBe(200);
    return (await answer.json()) as Readiness;
  }

  /** Asks until it says so: how soon the connection notices is not ours to decide. */
  async function becomes(status: string): Promise<Readiness> {
    let readiness = await ready();
    await until(async () => (readiness = await ready()).status === status, status);
    return readiness;
  }

  it('is there says so', async () => {
    expect(await becomes('ok')).toMatchObject({
      details: { redis: { status: 'up', state: 'connected' } },
    });
  });

  it('hangs is degraded, and answered soon', async () => {
    server.pause();
    expect(await ready()).toMatchObject({
      status: 'degraded',
      details: {
        redis: { status: 'up', state: 'away', degraded: true, reason: 'No answer within 500 ms.' },
      },
    });
    server.resume();
    await becomes('ok');
  });

  it('is gone is degraded, still serves calls, and is told when it is back', async () => {
    await server.kill();
    const { details } = await becomes('degraded');
    expect(details.redis).toMatchObject({ reason: 'There is no connection.' });
    expect((await api.call('whoami')).status).toBe(200);
    await server.start();
    expect((await becomes('ok')).details.redis).toMatchObject({ state: 'connected' });
  });
});

describe('/health/ready of an api without Redis', () => {
  it('does not speak of it', async () => {
    const api = await TestApi.start({ AUDIT: 'off' });
    const readiness = (await (await api.fetch('/health/ready')).json()) as Readiness;
    expect(readiness.status).toBe('ok');
    expect(readiness.details).not.toHaveProperty('redis');
    await api.stop();
  });
});
