import { version } from '../../package.json';
import { TestApi } from '../testing/api.fixture';

describe('the health routes', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.start();
  });
  afterAll(() => api.stop());

  it('/health tells the real version and time', async () => {
    const before = Date.now();
    const answer = await api.fetch('/health');
    const health = (await answer.json()) as Record<string, string>;
    expect(health).toEqual({
      status: 'ok',
      version,
      timestamp: expect.any(String) as string,
      workers: { desired: 1, ready: 1 },
    });
    expect(Date.parse(health['timestamp'] ?? '')).toBeGreaterThanOrEqual(before);
    expect(answer.headers.get('cache-control')).toContain('no-store');
  });

  it('/health/live tells that the process answers', async () => {
    expect((await api.fetch('/health/live')).status).toBe(200);
  });

  it('/health/ready tells what it looked at', async () => {
    const answer = await api.fetch('/health/ready');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      details: {
        draining: { status: 'up' },
        event_loop: { status: 'up' },
        database: { status: 'up' },
      },
    });
  });
});
