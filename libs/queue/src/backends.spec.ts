import { describeOnBothBackends, TestQueue } from './testing/both-backends';
import { until } from '@repo/foundation/testing';

describeOnBothBackends('a queue', (environment) => {
  let test: TestQueue;
  beforeEach(() => {
    test = new TestQueue(environment());
  });
  afterEach(() => test.close());

  it('does again and again what a scheduler says, by interval and by cron', async () => {
    const done: string[] = [];
    test.work(async ({ name }) => done.push(name));
    await test.queue.upsertJobScheduler('by-interval', { every: 50 }, { name: 'interval' });
    await test.queue.upsertJobScheduler('by-cron', { pattern: '* * * * * *' }, { name: 'cron' });
    const next = async () => (await test.queue.getJobScheduler('by-cron'))?.next ?? 0;
    const first = await next();
    // The same again changes nothing.
    await test.queue.upsertJobScheduler('by-interval', { every: 50 }, { name: 'interval' });
    await until(() => count(done, 'interval') >= 3 && count(done, 'cron') >= 1);
    await until(async () => (await next()) > first);
    expect(await test.queue.getJobSchedulersCount()).toBe(2);
  });

  it('does a delayed job when it is due, and not before', async () => {
    const due = Date.now() + 100;
    let doneAt = 0;
    // A worker that looked for jobs from time to time only would come to this one in an hour.
    test.work(async () => (doneAt = Date.now()), { drainDelay: 3_600 });
    await test.queue.add('later', {}, { delay: 100 });
    await until(() => doneAt > 0);
    expect(doneAt).toBeGreaterThanOrEqual(due - 5);
  });

  it('tries again after pauses that grow', async () => {
    const attempts: number[] = [];
    test.work(async () => {
      attempts.push(Date.now());
      if (attempts.length < 3) throw new Error('not yet');
    });
    const backoff = { type: 'exponential', delay: 40, jitter: 0.5 };
    const job = await test.queue.add('hard', {}, { backoff });
    await until(() => job.isCompleted());
    const [first = 0, second = 0, third = 0] = attempts;
    expect(second - first).toBeGreaterThanOrEqual(20);
    expect(third - second).toBeGreaterThanOrEqual(40);
  });

  it('adds a job of the same id once', async () => {
    for (let again = 0; again < 3; again += 1) await test.queue.add('edge', {}, { jobId: 'one' });
    expect(await test.queue.getWaitingCount()).toBe(1);
  });

  it('adds one more behind a job under way, and never two of a kind at once', async () => {
    let [running, most, runs] = [0, 0, 0];
    let finish: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (finish = resolve));
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      runs += 1;
      await held;
      running -= 1;
    };
    for (let worker = 0; worker < 3; worker += 1) test.work(work, { concurrency: 2 });
    const deduplication = { id: 'of-a-kind', keepLastIfActive: true };
    await test.queue.add('first', {}, { deduplication });
    await until(() => running === 1);
    for (let more = 0; more < 5; more += 1) await test.queue.add('next', {}, { deduplication });
    finish();
    await until(async () => runs === 2 && (await test.queue.getActiveCount()) === 0);
    expect(most).toBe(1);
  });

  // Of one that was killed: `killed-worker.e2e.ts`.
  it('gives the job of a worker that shows no sign of life to another', async () => {
    const job = await test.queue.add('handed on', {});
    const silent = test.work(null, { lockDuration: 50 });
    expect((await silent.getNextJob('its token'))?.id).toBe(job.id);
    test.work(async () => 'done by another', { stalledInterval: 50 });
    await until(() => job.isCompleted());
    expect((await test.queue.getJob(job.id ?? ''))?.returnvalue).toBe('done by another');
  });

  it('keeps no more finished jobs than it is told to', async () => {
    test.work(async ({ name }) => {
      if (name === 'bad') throw new Error('bad');
    });
    const keep = { removeOnComplete: { count: 2 }, removeOnFail: { count: 2 }, attempts: 1 };
    for (let more = 0; more < 6; more += 1) {
      await test.queue.add('good', {}, keep);
      await test.queue.add('bad', {}, keep);
    }
    await until(async () => (await test.queue.getJobCountByTypes('waiting', 'active')) === 0);
    expect(await test.queue.getJobCounts('completed', 'failed')).toEqual({
      completed: 2,
      failed: 2,
    });
  });
});

function count(list: readonly string[], wanted: string): number {
  return list.filter((entry) => entry === wanted).length;
}
