import { type TestDatabase, withTestDatabase } from '@repo/database/testing';
import { until } from '@repo/foundation/testing';
import { queueSchema } from '@repo/queue/schema';
import { describeWithRedis } from '@repo/redis/testing';
import { tasksSchema } from './storage/tasks-schema';
import { TaskProcess, type Work } from './testing/task-process.fixture';

describeWithRedis('while Redis is away', (redis) => {
  let database: TestDatabase;
  let api: TaskProcess;
  let runner: TaskProcess;
  let work: Work;
  const start = (concurrency: number) =>
    TaskProcess.start({
      app: 'outage',
      environment: { DATABASE_URL: database.url, REDIS_URL: redis.url },
      work: (context) => work(context),
      concurrency,
    });
  beforeEach(async () => {
    work = () => 'done';
    database = await withTestDatabase({ features: [queueSchema, tasksSchema] });
    [api, runner] = await Promise.all([start(0), start(5)]);
  });
  afterEach(async () => {
    await Promise.all([api.stop(), runner.stop()]);
    await database.drop();
  });

  it('a task is taken, and runs when it is back without its data', async () => {
    await redis.kill();
    const { taskId } = await api.call();
    expect((await api.get(taskId)).status).toBe('working');
    await redis.start();
    expect((await api.ended(taskId)).status).toBe('completed');
  });

  it('a task that runs is ended, once', async () => {
    let runs = 0;
    let release = () => {};
    work = () => {
      runs += 1;
      return new Promise<void>((resolve) => (release = resolve));
    };
    const { taskId } = await api.call();
    await until(() => runs === 1);
    await redis.kill();
    release();
    expect((await api.ended(taskId)).status).toBe('completed');
    await redis.start();
    const next = await api.call();
    await until(() => runs === 2);
    release();
    await api.ended(next.taskId);
    expect(await api.row(taskId)).toMatchObject({ seq: 0, attempt: 0 });
  });

  it('a process that ends hands its tasks over, and does not wait for it', async () => {
    let runs = 0;
    work = () => {
      runs += 1;
      return new Promise(() => undefined);
    };
    const { taskId } = await api.call();
    await until(() => runs === 1);
    await redis.kill();
    await runner.stop();
    expect(await api.row(taskId)).toMatchObject({ run: null, seq: 1, attempt: 0 });
    work = () => 'by the next one';
    await redis.start();
    runner = await start(5);
    expect((await api.ended(taskId)).result?.content[0]?.text).toBe('by the next one');
  });
});
