import { ConfigModule, loadConfig } from '@repo/config';
import { Database, DatabaseModule } from '@repo/database';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { UnrecoverableError } from 'bullmq';
import { DeadLetters } from './dead-letters/dead-letters';
import type { JobDefinition } from './jobs/define-job';
import { ScalingJob } from './jobs/scaling.jobs';
import { QueueName } from './queue-names';
import { QueueModule } from './queue.module';
import { Queues } from './queues';
import { queueSchema } from './schema/queue-schema';
import { describeOnBothBackends, type StoreEnvironment } from './testing/both-backends';
import { until } from '@repo/foundation/testing';
import { PostponedError } from './workers/postponed.error';
import { type JobHandler, QueueJob } from './workers/queue-job.decorator';
import { WorkersModule } from './workers/workers.module';

/** What a test says is done with a job. */
let work: () => unknown = () => undefined;
const seen: string[] = [];

/** A handler that does as the test says. */
function handlerOf(job: JobDefinition<{ target?: string }>): Type<JobHandler> {
  @QueueJob(job)
  class TestHandler implements JobHandler<{ target?: string }> {
    async run({ target }: { target?: string }): Promise<string> {
      seen.push(`${job.name} ${target}`);
      return String(work());
    }
  }
  return TestHandler;
}

const jobs: readonly JobDefinition[] = [
  { ...ScalingJob.reconcile, schedule: { every: 50 } },
  ScalingJob.scaleUp,
];

async function start(
  environment: StoreEnvironment,
  declared: readonly JobDefinition[],
  handled = declared,
): Promise<INestApplicationContext> {
  const module = await Test.createTestingModule({
    imports: [
      ConfigModule.forRoot(loadConfig({ ENVIRONMENT: 'test', ...environment })),
      DatabaseModule.forRoot({ features: [queueSchema] }),
      QueueModule.forRoot('works'),
      WorkersModule.forRoot({ jobs: declared, scheduleCheckMs: 50 }),
    ],
    providers: handled.map((job) => handlerOf(job as JobDefinition<{ target?: string }>)),
  }).compile();
  try {
    return await module.init();
  } catch (error) {
    // Nest calls no hook of an application that did not start.
    await module.get(Queues).onApplicationShutdown();
    await module.get(Database).onApplicationShutdown();
    throw error;
  }
}

describeOnBothBackends('the module of the queues', (environment) => {
  let app: INestApplicationContext;
  beforeAll(async () => {
    app = await start(environment(), [
      { ...ScalingJob.reconcile, schedule: undefined },
      ScalingJob.scaleUp,
    ]);
  });
  afterAll(() => app?.close());
  beforeEach(() => {
    seen.length = 0;
    work = () => undefined;
  });

  it('answers a probe', () => expect(app.get(Queues).ping()).resolves.toBeUndefined());

  it('keeps what failed for good, shows it, and works on it again when told to', async () => {
    work = () => {
      throw new UnrecoverableError('the platform refuses');
    };
    await app.get(Queues).add(ScalingJob.reconcile, { target: 'api' });
    const letters = app.get(DeadLetters);
    await until(async () => (await letters.list(QueueName.scaling)).length === 1);
    const [letter] = await letters.list(QueueName.scaling);
    expect(letter).toMatchObject({
      name: 'reconcile',
      data: { target: 'api' },
      reason: 'the platform refuses',
    });
    expect(await app.get(Queues).counts(QueueName.scaling)).toMatchObject({ failed: 1 });

    work = () => undefined;
    expect(await letters.redrive(QueueName.scaling, letter?.id ?? '')).toBe(true);
    await until(async () => (await app.get(Queues).counts(QueueName.scaling)).completed === 1);
    expect(seen).toEqual(['reconcile api', 'reconcile api']);
    expect(await letters.redrive(QueueName.scaling, letter?.id ?? '')).toBe(false);
    expect(await letters.redrive(QueueName.scaling, 'unknown')).toBe(false);
  });

  it('redrives and discards', async () => {
    work = () => {
      throw new UnrecoverableError('the platform refuses');
    };
    const letters = app.get(DeadLetters);
    for (const target of ['a', 'b', 'c'])
      await app.get(Queues).add(ScalingJob.reconcile, { target });
    await until(async () => (await letters.list(QueueName.scaling)).length === 3);
    const [first] = await letters.list(QueueName.scaling, { limit: 1 });
    expect(await letters.discard(QueueName.scaling, first?.id ?? '')).toBe(true);
    work = () => undefined;
    expect(await letters.redriveAll(QueueName.scaling)).toBe(2);
    await until(async () => (await app.get(Queues).counts(QueueName.scaling)).failed === 0);
  });

  it('handles a target at its edge, once however often that is said', async () => {
    const edge = { target: 'edge', notBefore: Date.now() + 50 };
    const add = () => app.get(Queues).add(ScalingJob.scaleUp, edge, { delay: 50 });
    for (let again = 0; again < 3; again += 1) await add();
    await until(() => seen.includes('scale-up edge'));
    await add();
    expect(seen.filter((one) => one.endsWith('edge'))).toEqual(['scale-up edge']);
  });

  it('has a postponed job again later, which is no failed attempt', async () => {
    work = () => {
      if (seen.length === 1) throw new PostponedError(Date.now() + 50);
    };
    await app.get(Queues).add(ScalingJob.scaleUp, { target: 'late', notBefore: 0 });
    await until(() => seen.length === 2);
    await until(async () => (await app.get(Queues).get(QueueName.scaling).getActiveCount()) === 0);
    expect(seen).toEqual(['scale-up late', 'scale-up late']);
    expect(await app.get(Queues).counts(QueueName.scaling)).toMatchObject({ failed: 0 });
  });
});

describeOnBothBackends('a job with a schedule', (environment) => {
  it('runs again and again, however many workers say so', async () => {
    const apps = [await start(environment(), jobs), await start(environment(), jobs)];
    const runs = () => seen.filter((one) => one === 'reconcile undefined');
    seen.length = 0;
    await until(() => runs().length >= 3);
    const queue = apps[0]!.get(Queues).get(QueueName.scaling);
    expect(await queue.getJobSchedulersCount()).toBe(1);
    await Promise.all(apps.map((app) => app.close()));
  });
});

describeOnBothBackends('a declared job', (environment) => {
  it('stops the start when it has no handler, or two', async () => {
    const { scaleUp, scaleDown } = ScalingJob;
    await expect(start(environment(), [scaleUp, scaleDown], [scaleUp])).rejects.toThrow(
      /"scale-down" .* has no handler/,
    );
    await expect(start(environment(), [scaleUp], [scaleUp, scaleUp])).rejects.toThrow(
      /two handlers, TestHandler and TestHandler/,
    );
  });
});
