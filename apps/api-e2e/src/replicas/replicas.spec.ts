import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWithRedis } from '@acme/redis/testing';
import { EXCUSES } from '../conformance/excuses';
import { ConformanceSuite } from '../conformance/suite';
import { isAcceptable, judge } from '../conformance/verdict';
import { runChaos } from './chaos';
import { ReplicaSet, seconds } from './replica-set';
import { Workload } from './workload';

jest.setTimeout(90_000);
const SIZE = 3;

describeWithRedis('three replicas behind a balancer without affinity', (redis) => {
  let replicas: ReplicaSet;
  beforeAll(async () => {
    replicas = await ReplicaSet.start(SIZE, { REDIS_URL: redis.url });
  });
  afterAll(() => replicas.stop());

  it.each(['2025-11-25', '2026-07-28'])('pass the conformance suite of %s', async (revision) => {
    const suite = new ConformanceSuite(await mkdtemp(join(tmpdir(), 'mcp-replicas-')));
    const results = await suite.test(replicas.url, revision);
    const verdicts = judge(await suite.required(revision), results, EXCUSES);
    expect(verdicts.filter((verdict) => !isAcceptable(verdict))).toEqual([]);
  });

  it('lose nothing but the calls under way on one that is killed', async () => {
    const report = await runChaos(replicas, SIZE, 9, 6);
    expect(report.failedOtherwise).toEqual([]);
    expect(report.lostSessions).toEqual([]);
    expect(report.told).toBe(9);
  });

  it('fail no call and lose no session while each is restarted in good order', async () => {
    const load = new Workload(replicas.url);
    await load.start(9);
    for (let index = 0; index < SIZE; index += 1) {
      await replicas.stopOne(index);
      await replicas.startOne(index);
    }
    expect(await load.stop()).toEqual([]);
    expect(load.outcomes.filter(({ error }) => error !== undefined)).toEqual([]);
  });

  it('recover their sessions when Redis was away', async () => {
    const load = new Workload(replicas.url);
    await load.start(6);
    await redis.kill();
    await seconds(2);
    await redis.start();
    await seconds(7);
    expect(await load.stop()).toEqual([]);
    const modern = load.outcomes.filter(({ client }) => client.includes('modern'));
    expect(modern.filter(({ error }) => error !== undefined)).toEqual([]);
  });
});
