import { TestApi } from '../testing/api.fixture';
import { testServerOptions } from '../testing/test-server-options';

const { version } = testServerOptions([]);

describe('the health routes', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.start();
  });
  afterAll(() => api.stop());

  it('/health tells the real version and time, and how it is', async () => {
    const before = Date.now();
    const answer = await api.fetch('/health');
    const health = (await answer.json()) as Record<'timestamp', string>;
    expect(health).toEqual({
      status: 'ok',
      version,
      timestamp: expect.any(String) as string,
      workers: { desired: 1, ready: 1 },
      details: {
        database: { status: 'up' },
        event_loop: { status: 'up', delayMs: expect.any(Number) as number },
      },
    });
    expect(Date.parse(health.timestamp)).toBeGreaterThanOrEqual(before);
    expect(answer.headers.get('cache-control')).toContain('no-store');
  });

  it('/health/live tells that the process answers', async () => {
    expect((await api.fetch('/health/live')).status).toBe(200);
  });

  it('/health/ready looks at the process alone', async () => {
    const answer = await api.fetch('/health/ready');
    expect(answer.status).toBe(200);
    const { details } = (await answer.json()) as { details: object };
    expect(Object.keys(details).toSorted()).toEqual(['draining', 'event_loop', 'started']);
  });
});
