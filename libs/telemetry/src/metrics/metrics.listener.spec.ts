import { MetricsListener } from './metrics.listener';
import { OwnMetrics } from './metrics-source';

describe('METRICS_PORT', () => {
  const listener = new MetricsListener(new OwnMetrics());
  let url: string;
  beforeAll(async () => {
    url = `http://127.0.0.1:${await listener.listen('127.0.0.1', 0)}`;
  });
  afterAll(() => listener.onApplicationShutdown());

  it('serves the metrics as Prometheus text', async () => {
    const answer = await fetch(`${url}/metrics`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  });

  it('serves nothing else', async () => {
    expect((await fetch(`${url}/`)).status).toBe(404);
    expect((await fetch(`${url}/metrics`, { method: 'POST' })).status).toBe(405);
  });
});
