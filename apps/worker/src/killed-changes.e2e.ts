import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type TestDatabase, withTestDatabase } from '@repo/database/testing';
import { documentTable, until } from '@repo/foundation/testing';
import type { StoreEnvironment } from '@repo/queue/testing';
import { describeWithRedis } from '@repo/redis/testing';
import { ScalingStore } from '@repo/scaling';
import { databaseFeatures } from './database-features';
import { type CrashPoint, crashPoints } from './testing/crash-point';
import { ScaledFleet } from './testing/scaled-fleet.fixture';
import { SpawnedWorker } from './testing/spawned-worker.fixture';

const PAGE = join(__dirname, '../../../docs/operate/scaling-proofs.md');
/** Kills with the queue in each store: `KILLS=40` for each point and signal, down and up. */
const KILLS = Number(process.env['KILLS'] ?? 6);
/** Of all points, so that a few kills are of many kinds. It has no divisor in common with their number. */
const STRIDE = 7;
const names = ['ana', 'ben', 'cleo'];
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Milliseconds from one question to the database to the next: it works for the workers as well. */
const ASK_MS = 50;
/** What a machine that is busy does to a look, which is told beside the changes. */
const slownesses = ['DATABASE', 'TIMED_OUT', 'UNREACHABLE'];
const rows: string[][] = [];

describe('a worker that gets a signal at any point of a change', () => {
  kills('PostgreSQL', () => ({}), 0);
  describeWithRedis('beside Redis', (redis) =>
    kills('Redis', () => ({ REDIS_URL: redis.url }), 10),
  );

  afterAll(() => {
    const heading = [
      ...['queue in', 'SIGTERM', 'SIGKILL', 'then over within: median', 'most'],
      ...['changes', 'in the history', 'sizes right', 'looks that failed'],
      'replica-hours, run and counted',
    ];
    documentTable(PAGE, 'killed-changes', heading, rows).write();
  });
});

/** @param first the number of the point to begin with */
function kills(kind: string, redis: () => StoreEnvironment, first: number): void {
  describe(`with the queue in ${kind}`, () => {
    let database: TestDatabase;
    let store: ScalingStore;
    let folder: string;
    let fleet: ScaledFleet;
    let worker: SpawnedWorker;
    /** Loaded while the others work. */
    let standby: SpawnedWorker;
    const overrides: string[] = [];
    /** What each was set to by day, as somebody or an autoscaler does, and since when that is known. */
    const ran = new Map<string, { at: number; workers: number }[]>();
    beforeAll(async () => {
      database = await withTestDatabase({ features: databaseFeatures });
      store = new ScalingStore(database.dataSource);
      folder = mkdtempSync(join(tmpdir(), 'kills-'));
      fleet = await ScaledFleet.start(names);
      writeFileSync(join(folder, 'scaling.yaml'), fleet.rules());
      [worker, standby] = [spawn(), spawn()];
      worker.send('work');
      await untilStored(async () => (await store.statuses.all()).length === names.length);
      for (const { target, actualAt } of await store.statuses.all()) {
        ran.set(target, [{ at: actualAt!, workers: fleet.target(target).workers }]);
      }
    });
    afterAll(async () => {
      await Promise.all([worker.kill('SIGKILL'), standby.kill('SIGKILL')]);
      fleet.stop();
      await database.drop();
      rmSync(folder, { recursive: true });
    });

    const spawn = () => {
      const SCALING_CONFIG = join(folder, 'scaling.yaml');
      return SpawnedWorker.mortal({ DATABASE_URL: database.url, ...redis(), SCALING_CONFIG });
    };
    const eventsOf = async (from?: number) =>
      (await store.history.page({ from, limit: 5_000 })).events.toReversed();
    const changesOf = async (from?: number) =>
      (await eventsOf(from)).filter(({ error }) => error === null);

    /** Kills the worker in a change of all targets, and lets the next one finish it. @returns when */
    async function kill(point: CrashPoint, begin: () => Promise<void>): Promise<number> {
      await standby.loaded;
      worker.send(point);
      await begin();
      const end = await worker.ended;
      if (end !== (point.signal === 'SIGTERM' ? 0 : 'SIGKILL')) {
        throw new Error(`The worker ended with ${end}:\n${worker.output.slice(-5_000)}`);
      }
      const killed = Date.now();
      [worker, standby] = [standby, spawn()];
      worker.send('work');
      return killed;
    }

    it(
      `${KILLS} times, leaves every change in history and ledger, and every size right`,
      async () => {
        const sent = { SIGTERM: 0, SIGKILL: 0 };
        const delays: number[] = [];
        for (let index = 0; index < KILLS; index += 1) {
          const isDown = index % 2 === 0;
          const points = crashPoints(isDown ? 'down' : 'up');
          const point = points[(STRIDE * (first + Math.floor(index / 2))) % points.length]!;
          sent[point.signal] += 1;
          const begun = Date.now();
          const killed = await kill(point, () => (isDown ? goDown() : goUp()));

          const sizes = names.map((name) => (isDown ? 1 : ran.get(name)!.at(-1)!.workers));
          await until(() => names.every((name, at) => fleet.target(name).workers === sizes[at]));
          await untilStored(async () => {
            const changes = await changesOf(begun);
            return changes.length >= names.length && changes.every(({ dueAt }) => dueAt === null);
          });
          delays.push(Date.now() - killed);
        }
        const failed = await expectHistory();
        const [run, counted] = await expectLedger();
        const done = String(names.length * KILLS);
        rows.push([
          ...[kind, String(sent.SIGTERM), String(sent.SIGKILL), ...medianAndMost(delays)],
          ...[done, done, done, String(failed)],
          `${run.toFixed(3)} and ${counted.toFixed(3)}`,
        ]);
      },
      60_000 + KILLS * 60_000,
    );

    /** Takes all down from a size that they got by day, which has been seen. */
    async function goDown(): Promise<void> {
      for (const [index, name] of names.entries()) {
        fleet.target(name).workers = 3 + ((index + overrides.length) % 7);
      }
      await untilStored(async () =>
        (await store.statuses.all()).every(
          ({ target, actual }) => actual?.desired === fleet.target(target).workers,
        ),
      );
      for (const { target, actualAt } of await store.statuses.all()) {
        ran.get(target)!.push({ at: actualAt!, workers: fleet.target(target).workers });
      }
      const from = Date.now();
      const size = { min: 1, desired: 1, max: 1 };
      for (const target of names) {
        const override = { target, from, until: from + DAY_MS, size };
        overrides.push((await store.overrides.add(override, 'ana', from)).id);
      }
    }

    async function goUp(): Promise<void> {
      for (const id of overrides.slice(-names.length)) {
        await store.overrides.cancel(id, 'ana', Date.now());
      }
    }

    /** One row for each change, with the sizes between which it went. @returns looks that failed */
    async function expectHistory(): Promise<number> {
      const failed = (await eventsOf()).filter(({ error }) => error !== null);
      expect(failed.filter(({ error }) => !slownesses.includes(error!))).toEqual([]);
      const changes = await changesOf();
      expect(changes.filter(({ outcome }) => outcome !== 'done')).toEqual([]);
      for (const name of names) {
        const own = changes.filter(({ target }) => target === name);
        const orders = fleet.target(name).orders.map(({ workers }) => workers);
        expect(own.map(({ after }) => after?.desired)).toEqual(orders);
        expect(own.map(({ action }) => action)).toEqual(
          own.map((_change, index) => (index % 2 === 0 ? 'scale_down' : 'scale_up')),
        );
        expect(orders).toHaveLength(KILLS);
      }
      return failed.length;
    }

    /** The ledger has no hole, and counts no saving that was none. @returns hours run and counted */
    async function expectLedger(): Promise<[number, number]> {
      let [run, counted] = [0, 0];
      for (const name of names) {
        const { actualAt } = (await store.statuses.of(name))!;
        const [sum] = await store.savings.find({ target: name });
        const samples = [...ran.get(name)!, ...fleet.target(name).orders];
        const hours = replicaHours(samples, actualAt!);
        expect(sum!.replicaHours).toBeGreaterThan(0.99 * hours);
        run += hours;
        counted += sum!.replicaHours;
      }
      return [run, counted];
    }
  });
}

/** Waits for what the workers have written. */
async function untilStored(condition: () => Promise<boolean>): Promise<void> {
  const asked = async () => {
    await pause(ASK_MS);
    return condition();
  };
  await until(asked, String(condition));
}

function medianAndMost(delays: readonly number[]): string[] {
  const sorted = delays.toSorted((left, right) => left - right);
  return [sorted[Math.floor(sorted.length / 2)]!, sorted.at(-1)!].map(
    (delay) => `${(delay / 1_000).toFixed(1)} s`,
  );
}

/** What was paid for, of what ran from when on. */
function replicaHours(samples: { at: number; workers: number }[], end: number): number {
  const sorted = samples.toSorted((left, right) => left.at - right.at);
  const sum = sorted.reduce((total, { at, workers }, index) => {
    return total + workers * Math.max((sorted[index + 1]?.at ?? end) - at, 0);
  }, 0);
  return sum / HOUR_MS;
}
