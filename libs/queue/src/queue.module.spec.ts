import { ConfigModule, loadConfig } from '@repo/config';
import { DatabaseModule } from '@repo/database';
import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { type Job, UnrecoverableError } from 'bullmq';
import { DeadLetters } from './dead-letters/dead-letters';
import { ScalingJob, ScalingJobs } from './jobs/scaling-jobs';
import { QueueName } from './queue-names';
import { QueueModule } from './queue.module';
import { Queues } from './queues';
import { queueSchema } from './schema/queue-schema';
import { describeOnBothBackends, type StoreEnvironment } from './testing/both-backends';
import { until } from '@repo/foundation/testing';

/** Does what a test says with the jobs of the scaling queue. */
@Processor(QueueName.scaling, { autorun: false })
class TestProcessor extends WorkerHost {
  static work: (job: Job) => unknown = () => undefined;
  static readonly seen: string[] = [];

  async process(job: Job): Promise<unknown> {
    TestProcessor.seen.push(`${job.name} ${(job.data as { target?: string }).target}`);
    return TestProcessor.work(job);
  }
}

async function start(environment: StoreEnvironment): Promise<INestApplicationContext> {
  const module = await Test.createTestingModule({
    imports: [
      ConfigModule.forRoot(loadConfig({ ENVIRONMENT: 'test', ...environment })),
      DatabaseModule.forRoot({ features: [queueSchema] }),
      QueueModule.forRoot('works'),
    ],
    providers: [TestProcessor],
  }).compile();
  return module.init();
}

describeOnBothBackends('the module of the queues', (environment) => {
  let app: INestApplicationContext;
  beforeAll(async () => {
    app = await start(environment());
  });
  afterAll(() => app?.close());
  beforeEach(() => {
    TestProcessor.seen.length = 0;
    TestProcessor.work = () => undefined;
  });

  it('answers a probe', () => expect(app.get(Queues).ping()).resolves.toBeUndefined());

  it('keeps what failed for good, shows it, and works on it again when told to', async () => {
    TestProcessor.work = () => {
      throw new UnrecoverableError('the platform refuses');
    };
    await app.get(ScalingJobs).reconcile('api');
    const letters = app.get(DeadLetters);
    await until(async () => (await letters.list(QueueName.scaling)).length === 1);
    const [letter] = await letters.list(QueueName.scaling);
    expect(letter).toMatchObject({
      name: ScalingJob.reconcile,
      data: { target: 'api' },
      reason: 'the platform refuses',
    });
    expect(await app.get(Queues).counts(QueueName.scaling)).toMatchObject({ failed: 1 });

    TestProcessor.work = () => undefined;
    expect(await letters.redrive(QueueName.scaling, letter?.id ?? '')).toBe(true);
    await until(async () => (await app.get(Queues).counts(QueueName.scaling)).completed === 1);
    expect(TestProcessor.seen).toEqual(['reconcile api', 'reconcile api']);
    expect(await letters.redrive(QueueName.scaling, letter?.id ?? '')).toBe(false);
    expect(await letters.redrive(QueueName.scaling, 'unknown')).toBe(false);
  });

  it('redrives and discards', async () => {
    TestProcessor.work = () => {
      throw new UnrecoverableError('the platform refuses');
    };
    const letters = app.get(DeadLetters);
    for (const target of ['a', 'b', 'c']) await app.get(ScalingJobs).reconcile(target);
    await until(async () => (await letters.list(QueueName.scaling)).length === 3);
    const [first] = await letters.list(QueueName.scaling, { limit: 1 });
    expect(await letters.discard(QueueName.scaling, first?.id ?? '')).toBe(true);
    TestProcessor.work = () => undefined;
    expect(await letters.redriveAll(QueueName.scaling)).toBe(2);
    await until(async () => (await app.get(Queues).counts(QueueName.scaling)).failed === 0);
  });

  it('looks at a target at its edge, once however often that is said', async () => {
    const jobs = app.get(ScalingJobs);
    const now = Date.now();
    const edge = { target: 'edge', at: now + 50, direction: 'up' } as const;
    for (let again = 0; again < 3; again += 1) await jobs.atEdge(edge, now);
    await until(() => TestProcessor.seen.includes('scale-up edge'));
    await jobs.atEdge(edge, now);
    const ofTarget = TestProcessor.seen.filter((seen) => seen.endsWith('edge'));
    expect(ofTarget).toEqual(['scale-up edge']);
  });

  it('looks at all targets again and again, however many say so', async () => {
    const jobs = app.get(ScalingJobs);
    await Promise.all([jobs.reconcileEvery(50), jobs.reconcileEvery(50)]);
    const looks = () => TestProcessor.seen.filter((seen) => seen === 'reconcile undefined');
    await until(() => looks().length >= 3);
    expect(await app.get(Queues).get(QueueName.scaling).getJobSchedulersCount()).toBe(1);
  });
});
