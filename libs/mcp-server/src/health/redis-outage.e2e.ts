import { until } from '@repo/foundation/testing';
import { describeWithRedis } from '@repo/redis/testing';
import { TestApi } from '../testing/api.fixture';

interface Health {
  readonly status: string;
  readonly details: { readonly redis?: Record<string, unknown> };
}

async function healthOf(api: TestApi): Promise<Health> {
  const answer = await api.fetch('/health');
  expect(answer.status).toBe(200);
  return (await answer.json()) as Health;
}

describeWithRedis('/health of an api whose Redis', (server) => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.start({ REDIS_URL: server.url, AUDIT: 'off' });
  });
  afterAll(() => api.stop());

  /** Asks until it says so: how soon the connection notices is not ours to decide. */
  async function becomes(status: string): Promise<Health> {
    let health = await healthOf(api);
    await until(async () => (health = await healthOf(api)).status === status, status);
    expect((await api.fetch('/health/ready')).status).toBe(200);
    return health;
  }

  it('is there says so', async () => {
    expect((await becomes('ok')).details.redis).toEqual({ status: 'up' });
  });

  it('hangs is degraded, and answered soon', async () => {
    server.pause();
    expect(await healthOf(api)).toMatchObject({
      status: 'degraded',
      details: { redis: { status: 'down', message: 'No answer within 500 ms.' } },
    });
    server.resume();
    await becomes('ok');
  });

  it('is gone is degraded, still serves calls, and is told when it is back', async () => {
    await server.kill();
    const { details } = await becomes('degraded');
    expect(details.redis).toMatchObject({ message: 'There is no connection.' });
    expect((await api.call('whoami')).status).toBe(200);
    await server.start();
    expect((await becomes('ok')).details.redis).toEqual({ status: 'up' });
  });
});

describe('/health of an api without Redis', () => {
  it('does not speak of it', async () => {
    const api = await TestApi.start({ AUDIT: 'off' });
    const health = await healthOf(api);
    expect(health.status).toBe('ok');
    expect(health.details).not.toHaveProperty('redis');
    await api.stop();
  });
});
