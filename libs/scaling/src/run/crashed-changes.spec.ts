import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { documentTable, ManualClock, until } from '@repo/foundation/testing';
import { type TestDatabase, withTestDatabase } from '@repo/database/testing';
import { RulesFile } from '../rules/rules-file';
import { scalingSchema } from '../storage/scaling-schema';
import { ScalingStore } from '../storage/scaling-store';
import { type Fate, SimulatedPlatform } from '../testing/simulated-platform';
import { PostgresLock } from './postgres-lock';
import { Protection } from './protected/protection';
import { ScalingRun } from './scaling-run';

const PAGE = join(__dirname, '../../../../docs/operate/scaling-proofs.md');
const minute = 60_000;
const hour = 60 * minute;
const first = Date.UTC(2026, 5, 3, 0, 0);
/** Times that all points of a change are gone through: `ROUNDS=5` for 160 deaths. */
const ROUNDS = Number(process.env['ROUNDS'] ?? 1);

const rules = `
hours: { weekdays: ['00:00-12:00', '12:00-24:00'], weekends: ['00:00-12:00', '12:00-24:00'] }
targets:
  - { name: api, platform: ecs, cluster: mcp, service: mcp-server, on_hours: { min: 2, max: 10 } }
`;

/** Dies with the effect that it is told to: whoever waits for it waits for ever, as for the dead. */
class Crash {
  private effects = 0;
  private at: { readonly effect: number; readonly when: 'before' | 'after' } | undefined;
  /** Resolves when it has happened. */
  happened: Promise<void> = Promise.resolve();
  private happen: () => void = () => undefined;

  arm(effect: number, when: 'before' | 'after'): void {
    [this.effects, this.at] = [0, { effect, when }];
    this.happened = new Promise((resolve) => (this.happen = resolve));
  }

  disarm(): void {
    this.at = undefined;
  }

  /** For a call of the platform. */
  fate(): Fate {
    const when = this.next();
    if (when === undefined) return 'well';
    this.happen();
    return when === 'before' ? 'killed-before' : 'killed-after';
  }

  async around<T>(effect: () => Promise<T>): Promise<T> {
    const when = this.next();
    if (when === undefined) return effect();
    if (when === 'after') await effect();
    this.happen();
    return new Promise(() => undefined);
  }

  /** Whether it is in this effect. */
  private next(): 'before' | 'after' | undefined {
    const { at } = this;
    if (at === undefined || this.effects++ !== at.effect) return undefined;
    this.at = undefined;
    return at.when;
  }
}

describe('a change whose worker dies', () => {
  let database: TestDatabase;
  let folder: string;
  beforeAll(async () => {
    database = await withTestDatabase({ features: [scalingSchema], poolSize: 10 });
    folder = mkdtempSync(join(tmpdir(), 'crashed-'));
    writeFileSync(join(folder, 'scaling.yaml'), rules);
  });
  afterAll(async () => {
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  it('at any of its effects, is in history and ledger, and the size is right', async () => {
    const clock = new ManualClock(first);
    const crash = new Crash();
    const platform = new SimulatedPlatform({ min: 2, desired: 5, max: 10 }, true, () =>
      crash.fate(),
    );
    const store = new ScalingStore(database.dataSource);
    /** What ran from when on. */
    const ran = [{ at: first, replicas: 5 }];
    platform.onChange = (replicas) => ran.push({ at: clock.now(), replicas });

    const workerOf = async (dying: Crash | undefined): Promise<ScalingRun> => {
      const mortal = new ScalingStore(database.dataSource);
      if (dying !== undefined) {
        const { statuses } = mortal;
        const record = statuses.record.bind(statuses);
        statuses.record = (observation) => dying.around(() => record(observation));
      }
      const run = new ScalingRun({
        rules: new RulesFile(join(folder, 'scaling.yaml'), clock),
        store: mortal,
        drivers: { driverOf: () => platform },
        lock: new PostgresLock(database.dataSource),
        protection: new Protection([], undefined),
        clock,
      });
      await run.refresh();
      return run;
    };
    const look = async (run: ScalingRun) => {
      clock.advance(minute);
      return (await run.reconcileTarget('api'))?.result;
    };
    const changes = async () => (await store.history.page({ limit: 1_000 })).events;

    let expected = 0;
    let crashes = 0;
    const survivor = await workerOf(undefined);
    await look(survivor);

    /** One change, by a worker that dies; another one finishes it. @returns whether it died */
    const change = async (effect: number, when: 'before' | 'after', size: number) => {
      const victim = await workerOf(crash);
      crash.arm(effect, when);
      clock.advance(minute);
      const end = await Promise.race([
        victim.reconcileTarget('api').then(() => 'ended'),
        crash.happened.then(() => 'died'),
      ]);
      crash.disarm();
      if (end === 'died') {
        crashes += 1;
        await releaseLocksOfTheDead(database);
      }
      await until(async () => (await look(survivor))?.outcome !== 'busy');
      await look(survivor);
      expected += 1;
      expect([effect, when, platform.desired]).toEqual([effect, when, size]);
      const told = await changes();
      expect(told.map(({ outcome }) => outcome)).toEqual(Array(expected).fill('done'));
      expect(told[0]).toMatchObject({ dueAt: null, after: { desired: size } });
      return end === 'died';
    };

    for (let round = 0; round < ROUNDS; round += 1) {
      for (const when of ['before', 'after'] as const) {
        for (let effect = 0, isDying = true; isDying; effect += 1) {
          const day = 3 + ((effect + round) % 7);
          platform.desired = day;
          await look(survivor);
          ran.push({ at: clock.now(), replicas: day });
          const from = clock.now();
          const override = {
            target: 'api',
            from,
            until: from + 24 * hour,
            size: 'off_hours' as const,
          };
          const { id } = await store.overrides.add(override, 'ana', from);
          const diedDown = await change(effect, when, 0);
          await store.overrides.cancel(id, 'ana', clock.now());
          const diedUp = await change(effect, when, day);
          expect(platform).toMatchObject({ kept: undefined, bounds: { min: 2, max: 10 } });
          isDying = diedDown || diedUp;
        }
      }
    }

    const [sum] = await store.savings.find();
    const hours = replicaHours(ran, clock.now());
    // No saving that was none; and for a minute after a death what may have stopped counts as running.
    expect(sum!.replicaHours).toBeGreaterThanOrEqual(hours - 0.001);
    expect(sum!.replicaHours).toBeLessThanOrEqual(hours + (crashes * 10 * 2) / 60);
    // Eight effects down and eight up, before and after each.
    expect(crashes).toBe(32 * ROUNDS);
    const heading = [
      ...['deaths', 'changes', 'in the history, as done', 'sizes right'],
      'replica-hours, run and counted',
    ];
    const done = String(expected);
    const counted = `${hours.toFixed(1)} and ${sum!.replicaHours.toFixed(1)}`;
    const row = [String(crashes), done, done, done, counted];
    documentTable(PAGE, 'crashed-changes', heading, [row]).write();
  }, 1_200_000);
});

/** What PostgreSQL does when a process is gone. */
async function releaseLocksOfTheDead({ dataSource }: TestDatabase): Promise<void> {
  await dataSource.query(
    `SELECT pg_terminate_backend(pid) FROM pg_locks
     WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
}

function replicaHours(ran: readonly { at: number; replicas: number }[], end: number): number {
  const sum = ran.reduce((total, { at, replicas }, index) => {
    return total + replicas * ((ran[index + 1]?.at ?? end) - at);
  }, 0);
  return sum / hour;
}
