import { until } from '@repo/foundation/testing';
import { describeOnBothBackends, TestQueue } from '@repo/queue/testing';
import { TestApi } from '../../testing/api.fixture';
import { QueueAccess } from './queue-access';

const basic = (password: string, name = 'ana') => ({
  authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
});

describeOnBothBackends('/admin/queues', (store) => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.start({ ...store(), API_KEY: 'key:with:colons' });
  });
  afterAll(() => api.stop());

  const open = (path: string, headers: Record<string, string>, method = 'GET') =>
    api.fetch(`/admin/queues${path}`, { method, headers });

  it('asks a browser for a name and a password, and other clients for a token', async () => {
    const page = await open('', { accept: 'text/html,*/*' });
    expect([page.status, page.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringMatching(/^Basic realm=/),
    ]);
    const program = await open('', { accept: 'application/json' });
    expect(program.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect((await open('', basic('wrong'))).status).toBe(401);
    expect((await open('', { authorization: 'Basic' })).status).toBe(401);
    const token = api.sign({ clientId: 'c', scopes: ['audit:read'], lifetime: 60 });
    expect((await open('', basic(token))).status).toBe(403);
  });

  it('shows the queues to who signs in with a key, by files of this server alone', async () => {
    for (const path of ['', '/']) {
      const page = await open(path, basic('key:with:colons', 'a name of any kind'));
      expect([page.status, page.headers.get('content-type')]).toEqual([
        200,
        expect.stringContaining('text/html'),
      ]);
      expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      const [script] = /static\/js\/main[^"]+/.exec(await page.text()) ?? [];
      const file = await open(`/${script}`, basic('key:with:colons'));
      expect([file.status, file.headers.get('content-type')]).toEqual([
        200,
        expect.stringContaining('javascript'),
      ]);
    }
    const { queues } = await json(await open('/api/queues', basic('key:with:colons')));
    expect(queues.map(({ name }: { name: string }) => name)).toEqual([
      'scaling',
      'scaling-orders',
      'maintenance',
      'tasks',
      'tasks-test-server',
    ]);
    expect((await open('/static/..%2f..%2fpackage.json', basic('key:with:colons'))).status).toBe(
      404,
    );
  });

  it('puts a dead letter back', async () => {
    const queues = await api.get(QueueAccess).connect();
    const queue = queues.get('maintenance');
    const { id = '' } = await queue.add('sweep', {}, { attempts: 1 });
    const worked = new TestQueue(store(), 'maintenance');
    worked.work(() => Promise.reject(new Error('no')));
    await until(async () => (await queue.getFailedCount()) === 1);
    await worked.close();
    const path = `/api/queues/maintenance/${id}/retry`;
    expect(
      (await open(path, { ...basic('key:with:colons'), 'sec-fetch-site': 'cross-site' }, 'PUT'))
        .status,
    ).toBe(403);
    expect(await queue.getFailedCount()).toBe(1);
    const redriven = await open(
      path,
      { ...basic('key:with:colons'), 'sec-fetch-site': 'same-origin' },
      'PUT',
    );
    expect(redriven.status).toBeLessThan(300);
    expect(await queue.getFailedCount()).toBe(0);
    expect(await queue.getWaitingCount()).toBe(1);
  });

  it.each([
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'none' }, 403],
    [{ origin: 'https://evil.example' }, 403],
    [{}, 200],
  ])('is changed by no page of another site: %j', async (headers, status) => {
    const answer = await open(
      '/api/queues/scaling/pause',
      { ...basic('key:with:colons'), ...headers },
      'PUT',
    );
    expect(answer.status).toBe(status);
  });

  it('is changed by pages of this very server, whatever CORS_ORIGINS says', async () => {
    const headers = { ...basic('key:with:colons'), origin: api.url };
    expect((await open('/api/queues/scaling/resume', headers, 'PUT')).status).toBe(200);
  });
});

/** The answer as JSON, of which a test takes what it expects. */
async function json(answer: Response) {
  return JSON.parse(await answer.text());
}
