import { withTestDatabase, type TestDatabase } from '@repo/database/testing';
import { ApiProcess } from '../../cluster/api-process.fixture';

const WORKERS = 2;

describe('the log level of an api with two workers', () => {
  let database: TestDatabase;
  let api: ApiProcess;
  beforeAll(async () => {
    database = await withTestDatabase();
    api = await ApiProcess.start({
      DATABASE_URL: database.url,
      WORKERS: `${WORKERS}`,
      LOG_LEVEL: 'info',
    });
  });
  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  const change = (body: object) =>
    fetch(`${api.url}/admin/logging`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'x-api-key': 'the-key-of-this-test' },
      body: JSON.stringify(body),
    });

  const lines = () =>
    api.process.stdout
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  const changed = (level: string) =>
    lines().filter(({ msg }) => msg === `the log level is ${level} from now on`).length;

  it('is changed in all of its processes by the admin API, and back by a signal', async () => {
    const answer = await change({ level: 'debug' });
    expect(await answer.json()).toEqual({ level: 'debug', configured: 'info' });
    const told = () => lines().filter(({ msg }) => msg === 'mcp request');
    await api.until(async () => {
      await api.call('whoami');
      return new Set(told().map(({ worker }) => worker)).size === WORKERS;
    });
    expect(lines()).toContainEqual(expect.objectContaining({ action: 'logging.change' }));

    // The primary, and its workers.
    await api.until(() => changed('debug') === WORKERS + 1);
    api.process.kill('SIGUSR2');
    await api.until(() => changed('info') === WORKERS + 1);
  });

  it.each([{ level: 'silent' }, { level: 'warn' }, { level: 7 }, {}])(
    'is not changed to what would hide what is done next: %j',
    async (body) => {
      expect((await change(body)).status).toBe(400);
    },
  );
});
