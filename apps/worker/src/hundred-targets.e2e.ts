import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestDatabase, withTestDatabase } from '@repo/database/testing';
import { documentTable, eventually, until } from '@repo/foundation/testing';
import { QueueName, ScalingJob } from '@repo/queue';
import { type StoreEnvironment, TestQueue } from '@repo/queue/testing';
import { describeWithRedis } from '@repo/redis/testing';
import { ScalingStore } from '@repo/scaling';
import { databaseFeatures } from './database-features';
import { type FleetBehaviour, ScaledFleet } from './testing/scaled-fleet.fixture';
import { SpawnedWorker } from './testing/spawned-worker.fixture';

const PAGE = join(__dirname, '../../../docs/operate/scaling-proofs.md');
/** Milliseconds from an edge within which all targets are ordered. */
const BAR_MS = 10_000;
/** Milliseconds of a worker for an order, besides the calls that it takes. */
const OWN_MS = 3_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Milliseconds in which all of them learn of an edge: looks of a minute are 100 ms apart. */
const AHEAD_MS = 30_000;
/** Milliseconds: the edge lies ahead, and workers are compiled on the fly. */
const TEST_TIMEOUT_MS = 300_000;

const names = Array.from({ length: 100 }, (_, index) => `target-${index}`);
const behaviours: readonly (readonly [string, FleetBehaviour])[] = [
  ['answer each call after 2 s', { answersInMs: 2_000 }],
  ['take 60 s each to get there', { settlesInMs: 60_000 }],
];
/** `PLATFORMS=2` for both. */
const platforms = behaviours.slice(0, Number(process.env['PLATFORMS'] ?? 1));
const rows: string[][] = [];

/** By command alone: it measures the machine as well. */
const measured = process.env['PLATFORMS'] === undefined ? describe.skip : describe;

measured('a hundred targets with one edge and two workers', () => {
  cases('PostgreSQL', () => ({}));
  describeWithRedis('beside Redis', (redis) => cases('Redis', () => ({ REDIS_URL: redis.url })));

  afterAll(() => {
    const heading = [
      'platforms that',
      'queue in',
      'first',
      'median',
      'last',
      'an override then',
      'a wake then',
    ];
    documentTable(PAGE, 'hundred-targets', heading, rows).write();
  });
});

function cases(kind: string, redis: () => StoreEnvironment): void {
  describe(`and the queue in ${kind}`, () => {
    let database: TestDatabase;
    let folder: string;
    let fleet: ScaledFleet;
    let workers: readonly SpawnedWorker[] = [];
    let queues: readonly TestQueue[] = [];
    beforeEach(async () => {
      database = await withTestDatabase({ features: databaseFeatures });
      folder = mkdtempSync(join(tmpdir(), 'hundred-'));
    });
    afterEach(async () => {
      await Promise.all(workers.map((worker) => worker.kill('SIGTERM')));
      await Promise.all(queues.map((queue) => queue.close()));
      fleet.stop();
      await database.drop();
      rmSync(folder, { recursive: true });
    });

    it.each(platforms)(
      'are ordered in time where platforms %s',
      async (what, behaviour) => {
        fleet = await ScaledFleet.start([...names, 'urgent', 'asleep'], behaviour);
        const file = join(folder, 'scaling.yaml');
        const environment = { DATABASE_URL: database.url, ...redis() };
        const [scaling, orders] = [QueueName.scaling, QueueName.scalingOrders].map(
          (name) => new TestQueue(environment, name),
        ) as [TestQueue, TestQueue];
        queues = [scaling, orders];
        writeFileSync(file, fleet.rules({ asleep: 'asleep' }));
        workers = [1, 2].map(
          () => new SpawnedWorker({ ...environment, SCALING_CONFIG: file, TIMING: 'usual' }),
        );
        const all = [...fleet.targets.values()];
        // The first look of every minute is at a full one.
        await scaling.queue.add(ScalingJob.reconcile.name, {});
        await until(() => all.every(({ looks }) => looks > 0));

        // As that of hours: at the instant at which the look of every minute begins as well.
        const edge = MINUTE_MS * Math.ceil((Date.now() + AHEAD_MS) / MINUTE_MS);
        writeFileSync(file, fleet.rules({ overridden: names, from: edge, asleep: 'asleep' }));
        await scaling.queue.add(ScalingJob.reconcile.name, {});
        await until(async () => (await edgesOf(scaling)) === names.length);
        expect(Date.now()).toBeLessThan(edge);

        await eventually(
          () => expect(all.some((target) => target.orders.length > 0)).toBe(true),
          AHEAD_MS + 2 * MINUTE_MS,
        );
        const asked = Date.now();
        const store = new ScalingStore(database.dataSource);
        const size = { min: 7, desired: 7, max: 7 };
        const override = { target: 'urgent', from: asked, until: asked + HOUR_MS, size };
        await store.overrides.add(override, 'ana', asked);
        await store.demand.see('asleep', asked);
        for (const target of ['urgent', 'asleep']) {
          await orders.queue.add(ScalingJob.reconcileNow.name, { target });
        }

        await until(() => all.every((target) => target.orders.length > 0));
        const delays = names
          .map((name) => fleet.target(name).orders[0]!.at - edge)
          .sort((left, right) => left - right);
        const [overridden, woken] = ['urgent', 'asleep'].map(
          (name) => fleet.target(name).orders[0]!.at - asked,
        ) as [number, number];
        const told = [delays[0]!, delays[names.length / 2]!, delays.at(-1)!, overridden, woken];
        rows.push([what, kind, ...told.map((delay) => `${(delay / 1_000).toFixed(1)} s`)]);

        expect(delays[0]).toBeGreaterThanOrEqual(0);
        expect(delays.at(-1)).toBeLessThan(BAR_MS);
        // It looks first, and then it orders.
        expect(Math.max(overridden, woken)).toBeLessThan((behaviour.answersInMs ?? 0) + OWN_MS);
        // What is ordered is not ordered again, whichever worker looks.
        expect(all.map((target) => target.orders.length)).toEqual(all.map(() => 1));
      },
      TEST_TIMEOUT_MS,
    );
  });
}

/** Targets whose next change has its job. */
async function edgesOf({ queue }: TestQueue): Promise<number> {
  const jobs = await queue.getDelayed(0, -1);
  return jobs.filter(({ name }) => name === ScalingJob.scaleUp.name).length;
}
