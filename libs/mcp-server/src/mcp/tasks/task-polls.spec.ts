import { randomUUID } from 'node:crypto';
import { Clock, SystemClock } from '@repo/foundation';
import { TestApi } from '../../testing/api.fixture';
import { TaskClient } from './task-client.fixture';
import { TaskTools, TaskToolsModule } from './task-tools.fixture';

describe('the rate limit of a client that polls', () => {
  let api: TestApi;
  let ahead = 0;
  beforeAll(async () => {
    const clock = jest.spyOn(SystemClock.prototype, 'now');
    clock.mockImplementation(() => Date.now() + ahead);
    api = await TestApi.start(
      { RATE_LIMIT_REQUESTS: '20', RATE_LIMIT_WINDOW: '24h' },
      TaskToolsModule,
    );
    expect(api.get(Clock)).toBeInstanceOf(SystemClock);
  });
  afterAll(async () => {
    await api.stop();
    jest.restoreAllMocks();
  });

  /** @returns polls until the first for which there are too many, 100 at most */
  async function polls(client: TaskClient, taskId: string, everyMs: number): Promise<number> {
    for (let count = 0; count < 100; count += 1) {
      ahead += everyMs;
      const { error } = await client.get(taskId);
      if (error?.message.startsWith('Too many requests')) return count;
    }
    return 100;
  }

  const started = async (subject: string) => {
    const client = new TaskClient(api, subject);
    const key = randomUUID();
    return { client, key, taskId: await client.start('held', { key }) };
  };

  it('is not spent on polls as often as the task says', async () => {
    const { client, key, taskId } = await started('patient');
    const { result } = await client.get(taskId);
    expect(await polls(client, taskId, Number(result!['pollIntervalMs']) * 6)).toBe(100);
    TaskTools.release(key);
  });

  it('is spent on those that come sooner', async () => {
    const { client, key, taskId } = await started('hasty');
    expect(await polls(client, taskId, 100)).toBeLessThan(40);
    TaskTools.release(key);
  });

  it('is spent on polls of what is not there, or has ended', async () => {
    const client = new TaskClient(api, 'blind');
    expect(await polls(client, randomUUID(), 60_000)).toBe(20);
    const other = new TaskClient(api, 'late');
    const taskId = await other.start('quick');
    await other.until(taskId, 'completed');
    expect(await polls(other, taskId, 60_000)).toBeLessThan(20);
  });
});
