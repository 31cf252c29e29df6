import { auditSchema } from '@repo/audit';
import { DatabaseProxy, withTestDatabase } from '@repo/database/testing';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWithRedis } from '@repo/redis/testing';
import { ConformanceSuite, isAcceptable, judge } from '@repo/api-e2e/conformance';
import { chaosFaults, runChaos } from './chaos';
import { databaseOutageFaults, runDatabaseOutage } from './database-outage';
import { outageFaults, runOutage } from './outage';
import { ReplicaSet } from './replica-set';
import { rollingFaults, runRolling } from './rolling';
import { Workload } from './workload';

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
    const verdicts = judge(await suite.required(revision), results);
    expect(verdicts.filter((verdict) => !isAcceptable(verdict))).toEqual([]);
  });

  it('lose nothing but the calls under way on one that is killed', async () => {
    const report = await runChaos(replicas, SIZE, 9, 6);
    expect(chaosFaults(report)).toEqual([]);
    expect(report.told).toBe(9);
  });

  it('fail no call and lose no session while each is restarted in good order', async () => {
    const clients = new Workload(replicas.url);
    await clients.start(9);
    const report = await runRolling(replicas, SIZE, 100, 0);
    expect(rollingFaults(report)).toEqual([]);
    expect(await clients.stop()).toEqual([]);
    expect(clients.outcomes.filter(({ failure }) => failure !== undefined)).toEqual([]);
  });

  it('serve without Redis what needs none, recover their sessions, and hold no more than before', async () => {
    const report = await runOutage(replicas, redis, 6, 4);
    expect(outageFaults(report)).toEqual([]);
  });
});

describeWithRedis(
  'three replicas whose database goes away for longer than one may be unready',
  (redis) => {
    it('are not replaced, fail no call, and lose no record, not even of one that is stopped', async () => {
      const database = await withTestDatabase({ features: [auditSchema] });
      const proxy = await DatabaseProxy.before(database.url);
      const replicas = await ReplicaSet.start(SIZE, {
        REDIS_URL: redis.url,
        DATABASE_URL: proxy.url,
        AUDIT: 'best-effort',
        SHUTDOWN_GRACE: '4s',
      });
      try {
        const outage = { perSecond: 100, awaySeconds: 8, unreadySeconds: 3 };
        const report = await runDatabaseOutage(replicas, { database, proxy }, outage);
        expect(databaseOutageFaults(report)).toEqual([]);
      } finally {
        await replicas.stop();
        await proxy.close();
        await database.drop();
      }
    });
  },
);
