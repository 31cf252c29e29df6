import { until } from '@repo/foundation/testing';
import { describeWithRedis, type RedisServer } from '@repo/redis/testing';
import { TaskCluster } from './task-cluster';
import { runTasksChaos, tasksChaosFaults } from './tasks-chaos';

describeWithRedis('tasks on three apis and two processes that run them', (redis) => {
  let cluster: TaskCluster;
  beforeAll(async () => {
    cluster = await TaskCluster.start({ apis: 3, runners: 2, concurrency: 20 }, redis.url);
  });
  afterAll(() => cluster.stop());

  const hasBegun = (taskId: string) => until(() => cluster.ledger.all(taskId, 'begun').length > 0);
  const start = (name: string, seconds = 0) =>
    cluster.caller('Ada').start(name, { seconds, ledger: cluster.ledger.url });

  it('ask in the middle, whichever of them a request meets', async () => {
    const ada = cluster.caller('Ada');
    const tasks = await Promise.all(Array.from({ length: 12 }, () => start('confirm')));
    const told = await Promise.all(
      tasks.map(async ({ taskId }) => {
        const asked = await ada.ended(taskId, 50);
        expect(Object.keys(asked.inputRequests ?? {})).toEqual(['who']);
        const who = { action: 'accept', content: { name: taskId } };
        await ada.answer(taskId, { who });
        return (await ada.ended(taskId, 50)).result?.content[0]?.text;
      }),
    );
    expect(told).toEqual(tasks.map(({ taskId }) => `Hello, ${taskId}!`));
    expect(tasks.map(({ taskId }) => cluster.ledger.all(taskId, 'begun').length)).toEqual(
      tasks.map(() => 2),
    );
  });

  it('are cancelled where they run', async () => {
    const ada = cluster.caller('Ada');
    const { taskId } = await start('hang');
    await hasBegun(taskId);
    await ada.cancel(taskId);
    await until(() => cluster.ledger.all(taskId, 'aborted').length === 1);
    expect((await ada.ended(taskId, 50)).status).toBe('cancelled');
  });

  it('outlive the api that took the call', async () => {
    const one = await TaskCluster.start({ apis: 1, runners: 1, concurrency: 5 });
    try {
      const caller = one.caller('Bob');
      const { taskId } = await caller.start('work', { seconds: 1, ledger: one.ledger.url });
      await one.apis.kill(0);
      await until(() => one.ledger.all(taskId, 'effect').length === 1);
      await one.apis.startOne(0);
      expect((await caller.ended(taskId)).result?.content[0]?.text).toBe(taskId);
    } finally {
      await one.stop();
    }
  });

  it('go on in the next process when theirs is replaced in good order', async () => {
    const ada = cluster.caller('Ada');
    const tasks = await Promise.all(Array.from({ length: 10 }, () => start('work', 12)));
    await Promise.all(tasks.map(({ taskId }) => hasBegun(taskId)));
    expect(await cluster.stopRunner(0)).toBe(0);
    await cluster.startRunner(0);
    const ended = await Promise.all(tasks.map(({ taskId }) => ada.ended(taskId, 100)));
    expect(ended.map(({ status }) => status)).toEqual(tasks.map(() => 'completed'));
    const ids = tasks.map(({ taskId }) => taskId);
    expect(
      await cluster.query(`SELECT DISTINCT attempt FROM task WHERE id = ANY($1)`, [ids]),
    ).toEqual([{ attempt: 0 }]);
    expect(ids.some((id) => cluster.ledger.all(id, 'begun').length > 1)).toBe(true);
  });
});

function surviveKills(redis?: RedisServer): void {
  it('none is lost or completed twice, and each caller reads their own results', async () => {
    const size = { apis: 2, runners: 2 };
    const cluster = await TaskCluster.start({ ...size, concurrency: 10 }, redis?.url);
    try {
      const plan = {
        ...size,
        tasks: 40,
        callers: 3,
        killEverySeconds: 1,
        between: [1, 4],
      } as const;
      const report = await runTasksChaos(cluster, plan, redis);
      expect(tasksChaosFaults(report)).toEqual([]);
      expect(report.killedRunners).toBeGreaterThan(0);
    } finally {
      await cluster.stop();
    }
  });
}

describe('tasks whose processes are killed, with the queue on PostgreSQL', () => surviveKills());
describeWithRedis('tasks whose processes are killed, with the queue on Redis', surviveKills);
