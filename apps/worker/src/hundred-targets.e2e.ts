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
/** `TARGETS=100` for the whole of it, which measures the machine as well. */
const TARGETS = Number(process.env['TARGETS'] ?? 20);
const isWhole = TARGETS >= 100;
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/**
 * Milliseconds from an edge within which all targets are ordered, and those of a worker for an order
 * of a person, besides the calls that it takes. A usual run, wherever it is, only asks that nothing
 * waits for a platform to get there.
 */
const [BAR_MS, OWN_MS] = isWhole ? [10 * SECOND_MS, 3 * SECOND_MS] : [MINUTE_MS, MINUTE_MS];
/** Milliseconds in which all of them learn of an edge: looks of a minute are 100 ms apart. */
const AHEAD_MS = 30_000;
/** Milliseconds: the edge lies ahead, and workers are compiled on the fly. */
const TEST_TIMEOUT_MS = 300_000;

const names = Array.from({ length: TARGETS }, (_, index) => `target-${index}`);
const behaviours: readonly (readonly [string, FleetBehaviour])[] = [
  ['take 60 s each to get there', { settlesInMs: MINUTE_MS }],
  ['answer each call after 2 s', { answersInMs: 2 * SECOND_MS }],
];
const platforms = isWhole ? behaviours : behaviours.slice(0, 1);
const rows: string[][] = [];

describe(`${TARGETS} targets with one edge and two workers`, () => {
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
        const unit = isWhole ? MINUTE_MS : SECOND_MS;
        const edge = unit * Math.ceil((Date.now() + AHEAD_MS) / unit);
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
        const told = [
          delays[0]!,
          delays[Math.floor(names.length / 2)]!,
          delays.at(-1)!,
          overridden,
          woken,
        ];
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
