import { type TestDatabase, withTestDatabase } from '@repo/database/testing';
import type { ActualSize } from '../drivers/scaling-driver';
import type { Action } from '../reconcile/decide';
import type { Outcome, ReconcileResult } from '../reconcile/reconcile';
import type { DesiredReason } from '../schedule/desired-state';
import { targetOf } from '../testing/rules-of';
import { TimeZone } from '../schedule/time-zone';
import { pauseText } from './pause-store';
import { scalingSchema } from './scaling-schema';
import { HISTORY_KEPT_MS, ScalingStore } from './scaling-store';

const minute = 60_000;
const hour = 60 * minute;
const now = Date.parse('2026-11-30T18:00Z');
const target = targetOf('time_zone: Europe/Berlin', 'price_per_replica_hour: 0.5');
const driverTarget = target as Parameters<ScalingStore['earlierSizes']['read']>[0];

interface Seen {
  readonly at: number;
  readonly ready: number;
  readonly desired?: number;
  readonly outcome?: Outcome;
  readonly action?: Action;
  readonly state?: DesiredReason;
}

describe('what scaling remembers', () => {
  let database: TestDatabase;
  let store: ScalingStore;
  beforeAll(async () => {
    database = await withTestDatabase({ features: [scalingSchema] });
  });
  beforeEach(() => {
    store = new ScalingStore(database.dataSource);
  });
  afterEach(() => database.clear());
  afterAll(() => database.drop());

  const look = (
    { at, ready, desired = ready, outcome = 'unchanged', action = 'none', state = 'off' }: Seen,
    of = target,
  ) => {
    const actual = { desired, ready, autoscaled: false, settled: true };
    const why = 'outside of its hours';
    const result: ReconcileResult = {
      ...{ target: of.name, at, action, outcome, why },
      desired: { target: of.name, state, wanted: of.offHours, why, changesAt: at + hour },
      ...{ before: actual, after: actual },
    };
    return store.statuses.record({ target: of, result, currency: 'EUR' });
  };
  const fail = (at: number, code: 'THROTTLED' | 'NOT_FOUND' = 'THROTTLED') =>
    store.statuses.record({
      target,
      result: {
        ...{ target: 'api', at, action: 'none', outcome: 'failed', why: 'no' },
        error: { code, message: 'no' },
      },
      currency: 'EUR',
    });
  const events = async () => (await store.history.page({ limit: 1_000 })).events;

  it('has the overrides that hold or will hold, and those of others apart', async () => {
    const override = { target: 'api', from: now, until: now + hour, size: 'on_hours' as const };
    const long = await store.overrides.add({ ...override, until: now + 2 * hour }, 'ana', now);
    const size = { min: 1, desired: 1, max: 2 };
    const own = { ...override, size, reason: `${'<i>\n'.repeat(500)}\0` };
    const short = await store.overrides.add(own, 'ben', now);
    await store.overrides.add({ ...override, target: 'shop' }, 'ana', now);

    expect(await store.overrides.pending(now, 'api')).toEqual([short, long]);
    expect(short).toMatchObject({ from: now, until: now + hour, size, createdBy: 'ben' });
    expect(short.reason).toHaveLength(500);
    expect(short.reason).not.toMatch(/[\n\0]/);
    expect(await store.overrides.pending(now)).toHaveLength(3);
    expect(await store.overrides.pending(now + hour, 'api')).toEqual([long]);

    expect(await store.overrides.cancel(long.id, 'ben', now + 1)).toEqual(long);
    expect(await store.overrides.cancel(long.id, 'ben', now + 1)).toBeUndefined();
    expect(await store.overrides.cancel(short.id, 'ben', now + hour)).toBeUndefined();
    expect(await store.overrides.pending(now, 'api')).toEqual([short]);
  });

  it('has the pauses that hold; of one target or all, whichever lasts longer', async () => {
    await store.pauses.pause({ target: 'api', since: now, until: now + hour, by: 'ana' });
    expect(await store.pauses.of('api', now)).toMatchObject({ target: 'api', by: 'ana' });
    expect(await store.pauses.of('api', now + hour)).toBeUndefined();
    expect(await store.pauses.of('shop', now)).toBeUndefined();

    const all = { since: now, until: now + 2 * hour, by: 'ben', reason: 'sale' };
    await store.pauses.pause(all);
    expect(await store.pauses.of('api', now)).toMatchObject(all);
    const berlin = TimeZone.named('Europe/Berlin');
    expect(pauseText(all, berlin)).toBe('paused by ben until 2026-11-30 21:00 Europe/Berlin: sale');
    // A pause in the place of another: the end of the later one counts.
    await store.pauses.pause({ since: now, until: now + 1, by: 'ben' });
    expect(await store.pauses.of('api', now + 1)).toMatchObject({ target: 'api' });

    expect(await store.pauses.resume('api', 'ana', now + 1)).toBe(true);
    expect(await store.pauses.resume('api', 'ana', now + 1)).toBe(false);
    await store.pauses.pause({ since: now, by: 'ben' });
    expect(await store.pauses.of('shop', now + HISTORY_KEPT_MS)).toMatchObject({ by: 'ben' });
  });

  it('has an earlier size until it has done its work', async () => {
    const { earlierSizes } = store;
    expect(await earlierSizes.read(driverTarget)).toBeUndefined();
    await earlierSizes.keep(driverTarget, { min: 1, desired: 2, max: 3 });
    await earlierSizes.keep(driverTarget, { min: 2, desired: 5, max: 10 });
    expect(await earlierSizes.read(driverTarget)).toEqual({ min: 2, desired: 5, max: 10 });
    await earlierSizes.forget(driverTarget);
    expect(await earlierSizes.read(driverTarget)).toBeUndefined();
  });

  it('has the last demand, whatever order it is told in', async () => {
    await store.demand.see('api', now);
    await store.demand.see('api', now - hour);
    expect(await store.demand.of('api')).toEqual({ lastSeen: now });
    expect(await store.demand.of('shop')).toBeUndefined();
  });

  it('has the last look at each target, and no older one after it', async () => {
    await look({ at: now, ready: 1, desired: 3 });
    await look({ at: now - minute, ready: 9 });
    expect(await store.statuses.of('api')).toMatchObject({
      seenAt: now,
      state: 'off',
      wanted: target.offHours,
      actual: { desired: 3, ready: 1 },
      replicas: 3,
      baseline: 3,
      changesAt: now + hour,
      rules: { timeZone: 'Europe/Berlin', settings: target.settings },
    });
    await store.statuses.record({
      target,
      result: { target: 'api', at: now + 1, action: 'none', outcome: 'busy', why: 'busy' },
      currency: 'EUR',
    });
    expect(await store.statuses.of('api')).toMatchObject({ seenAt: now });
    await fail(now + minute);
    // What was seen of the platform is still the best there is.
    expect(await store.statuses.of('api')).toMatchObject({
      outcome: 'failed',
      actual: { desired: 3 },
      actualAt: now,
    });
  });

  it('forgets the targets of no rules, and nothing while there are none', async () => {
    await look({ at: now, ready: 1 });
    const fault = { line: 3, column: 1, path: 'grace', message: 'no', code: 'RULE' as const };
    await store.rules.report({ seenAt: now, faults: Array(80).fill(fault) }, undefined);
    expect(await store.statuses.all()).toHaveLength(1);
    expect((await store.rules.last())?.faults).toHaveLength(50);

    const report = { seenAt: now, hash: 'abc', currency: 'EUR', faults: [] };
    await store.rules.report(report, ['shop']);
    expect(await store.rules.last()).toEqual(report);
    expect(await store.statuses.all()).toEqual([]);
    await look({ at: now, ready: 1 });
    await store.rules.report(report, []);
    expect(await store.statuses.all()).toEqual([]);
  });

  it('tells of changes and failures, and of the same once an hour', async () => {
    await look({ at: now, ready: 3 });
    await look({ at: now + minute, ready: 0, action: 'scale_down', outcome: 'done' });
    for (let minutes = 2; minutes < 70; minutes += 1) await fail(now + minutes * minute);
    await fail(now + 70 * minute, 'NOT_FOUND');
    await look({ at: now + 71 * minute, ready: 0 });
    await fail(now + 72 * minute, 'NOT_FOUND');

    const told = (await events()).map(({ at, error, actor, outcome }) => [
      (at - now) / minute,
      error ?? outcome,
      actor,
    ]);
    expect(told).toEqual([
      [72, 'NOT_FOUND', 'schedule'],
      [70, 'NOT_FOUND', 'schedule'],
      [62, 'THROTTLED', 'schedule'],
      [2, 'THROTTLED', 'schedule'],
      [1, 'done', 'schedule'],
    ]);
  });

  describe('about a change', () => {
    const wanted = { min: 0, desired: 0, max: 0 };
    const actualOf = (desired: number, ready: number): ActualSize => {
      return { desired, ready, autoscaled: false, settled: ready === desired };
    };
    const up = actualOf(3, 3);
    const draining = actualOf(0, 3);
    const down = actualOf(0, 0);
    const at = (seconds: number, more: Partial<ReconcileResult>): ReconcileResult => ({
      ...{ target: 'api', at: now + seconds * 1_000, action: 'none', outcome: 'unchanged' },
      why: 'outside of its hours',
      desired: { target: 'api', state: 'off', wanted, why: '' },
      ...{ before: up, after: up },
      ...more,
    });
    const intent = (seconds: number, more: Partial<ReconcileResult> = {}) =>
      at(seconds, { action: 'scale_down', outcome: 'pending', ordered: wanted, ...more });
    const record = (result: ReconcileResult) =>
      store.statuses.record({ target, result, currency: 'EUR' });
    const told = async () =>
      (await events()).map(({ action, outcome, error, at: begun, endedAt, dueAt }) => [
        action,
        error ?? outcome,
        (begun - now) / 1_000,
        endedAt === null ? (dueAt === null ? 'told' : 'under way') : (endedAt - now) / 1_000,
      ]);

    it('is in the history before it is ordered, once, and ends when the platform is there', async () => {
      expect(await record(intent(0))).toMatchObject({ outcome: 'pending', underWaySince: now });
      expect(await told()).toEqual([['scale_down', 'pending', 0, 'under way']]);
      await record(intent(1, { after: draining }));
      const waits = await record(at(6, { outcome: 'pending', before: draining, after: draining }));
      expect(waits).toMatchObject({ outcome: 'pending', underWaySince: now });
      const end = await record(at(60, { before: down, after: down }));
      expect(end).toMatchObject({ action: 'scale_down', outcome: 'done' });
      expect(end.underWaySince).toBeUndefined();
      expect(await told()).toEqual([['scale_down', 'done', 0, 60]]);
      expect((await events())[0]).toMatchObject({ before: up, after: down, wanted, replicas: 0 });
      expect(await record(at(61, { before: down, after: down }))).toMatchObject({
        action: 'none',
        outcome: 'unchanged',
      });
      expect(await told()).toHaveLength(1);
    });

    it('that a kill left is ended by whoever looks next', async () => {
      await record(intent(0));
      // Killed before it was ordered: it is ordered again, as the same change.
      await record(intent(30));
      await record(at(31, { action: 'scale_down', outcome: 'done', ordered: wanted, after: down }));
      expect(await told()).toEqual([['scale_down', 'done', 0, 31]]);
    });

    it('is late after its time, and stays so in the history', async () => {
      await record(intent(0));
      const waits = { outcome: 'pending', before: draining, after: draining } as const;
      expect(await record(at(599, waits))).toMatchObject({ outcome: 'pending' });
      const late = await record(at(600, waits));
      expect(late).toMatchObject({ outcome: 'late', underWaySince: now });
      expect(late.why).toContain('has not got there since 2026-11-30T18:00:00.000Z');
      expect((await store.statuses.of('api'))?.outcome).toBe('late');
      expect(await record(at(660, waits))).toMatchObject({ outcome: 'late' });
      await record(at(900, { before: down, after: down }));
      expect(await told()).toEqual([['scale_down', 'late', 0, 900]]);
    });

    it('is superseded by what is wanted before it came about', async () => {
      await record(intent(0));
      const morning = { min: 2, desired: 3, max: 10 };
      const desired = { target: 'api', state: 'on' as const, wanted: morning, why: '' };
      const back = { action: 'scale_up', outcome: 'pending', ordered: morning, desired } as const;
      expect(await record(at(30, back))).toMatchObject({ underWaySince: now + 30_000 });
      await record(at(40, { desired }));
      expect(await told()).toEqual([
        ['scale_up', 'done', 30, 40],
        ['scale_down', 'superseded', 0, 30],
      ]);
    });

    it('that fails on its way is told so once, and still ends', async () => {
      const failed = {
        action: 'scale_down',
        outcome: 'failed',
        ordered: wanted,
        error: { code: 'THROTTLED', message: 'no' },
      } as const;
      for (const seconds of [0, 2, 4]) {
        await record(intent(seconds));
        await record(at(seconds + 1, failed));
      }
      await record(at(60, { outcome: 'failed', desired: undefined, error: failed.error }));
      await record(intent(90));
      await record(at(91, { action: 'scale_down', outcome: 'done', ordered: wanted, after: down }));
      expect(await told()).toEqual([
        ['none', 'THROTTLED', 60, 'told'],
        ['scale_down', 'THROTTLED', 1, 'told'],
        ['scale_down', 'done', 0, 91],
      ]);
    });

    it('ends where nobody looks any more: paused, in a dry run, in no rules', async () => {
      const paused = { state: 'excluded' as const, target: 'api', why: 'paused' };
      await record(intent(0));
      await record(at(1, { desired: paused, before: undefined, after: undefined }));
      await record(intent(2));
      await record(at(3, { action: 'scale_down', outcome: 'dry_run' }));
      await record(intent(4));
      await store.rules.report({ seenAt: now + 5_000, faults: [] }, ['shop']);
      expect(await told()).toEqual([
        ['scale_down', 'superseded', 4, 5],
        ['scale_down', 'dry_run', 3, 'told'],
        ['scale_down', 'superseded', 2, 3],
        ['scale_down', 'superseded', 0, 1],
      ]);
    });

    it('is in the history of a worker whose clock is behind', async () => {
      await look({ at: now + hour, ready: 3 });
      await record(intent(0));
      await record(at(1, { action: 'scale_down', outcome: 'done', ordered: wanted, after: down }));
      expect(await told()).toEqual([['scale_down', 'done', 0, 1]]);
      expect(await store.statuses.of('api')).toMatchObject({ seenAt: now + hour });
    });

    it('is paid for from its order on, also where a kill left nobody to look', async () => {
      await record(at(0, { before: down, after: down }));
      const morning = { min: 2, desired: 3, max: 10 };
      const desired = { target: 'api', state: 'on' as const, wanted: morning, why: '' };
      const order = { action: 'scale_up', outcome: 'pending', ordered: morning, desired } as const;
      await record(at(60, { ...order, before: down, after: down }));
      await record(at(60 + 1_800, { desired }));
      const [sum] = await store.savings.find();
      expect(sum?.replicaHours).toBeCloseTo(1.5, 6);
    });
  });

  it('has pages of the history, each event once, with the orders for all targets in each', async () => {
    const order = { action: 'pause' as const, why: 'sale', actor: 'ana' };
    for (let index = 0; index < 7; index += 1) {
      const of = index === 3 ? undefined : index % 2 === 0 ? 'api' : 'shop';
      await store.history.ordered({ ...order, at: now + Math.floor(index / 3), target: of });
    }
    const ids: string[] = [];
    for (let after; ;) {
      const { events: page, next } = await store.history.page({ limit: 2, after });
      ids.push(...page.map(({ id }) => id));
      if (next === undefined) break;
      after = next;
    }
    expect(ids).toEqual(['7', '6', '5', '4', '3', '2', '1']);
    const own = await store.history.page({ limit: 10, target: 'shop' });
    expect(own.events.map(({ id }) => id)).toEqual(['6', '4', '2']);
    const some = await store.history.page({ limit: 10, from: now + 1, to: now + 2 });
    expect(some.events.map(({ id }) => id)).toEqual(['6', '5', '4']);
  });

  it('adds up what was saved, by the month of the target, with no minute twice', async () => {
    // 19:00 in Berlin on the last day of November: four looks an hour until 07:00.
    for (let quarter = 0; quarter <= 48; quarter += 1) {
      const at = now + quarter * 15 * minute;
      await look({ at, ready: 1 });
      await look({ at, ready: 1 });
    }
    expect(await store.savings.find()).toMatchObject([
      { month: '2026-11', replicaHours: 5, savedReplicaHours: 10, savedMoney: 5, currency: 'EUR' },
      { month: '2026-12', replicaHours: 7, savedReplicaHours: 14, savedMoney: 7 },
    ]);
    expect(await store.savings.totals()).toEqual(new Map([['api', 24]]));
    expect(await store.savings.find({ from: '2026-12', to: '2026-12' })).toHaveLength(1);
    expect(await store.savings.find({ target: 'shop' })).toEqual([]);
  });

  it('counts nothing for the time in which nobody looked, and an hour at most', async () => {
    await look({ at: now, ready: 0 });
    await fail(now + 10 * minute);
    await look({ at: now + 20 * minute, ready: 0 });
    await look({ at: now + 20 * hour, ready: 3 });
    await look({ at: now + 21 * hour, ready: 3 });
    // 20 minutes and an hour of three replicas.
    expect((await store.savings.totals()).get('api')).toBeCloseTo(4, 6);
  });

  it('learns the usual size of a target that an autoscaler moves, in its hours', async () => {
    const moved = targetOf('on_hours: { min: 2, max: 10 }');
    await look({ at: now, ready: 7, state: 'on' }, moved);
    await look({ at: now + hour, ready: 0 }, moved);
    await look({ at: now + 2 * hour, ready: 0 }, moved);
    expect((await store.savings.find())[0]).toMatchObject({
      savedReplicaHours: 7,
      savedMoney: undefined,
    });
  });

  it('does not count twice what two workers see at the same time', async () => {
    await look({ at: now, ready: 0 });
    await Promise.all(Array.from({ length: 5 }, () => look({ at: now + hour, ready: 0 })));
    expect((await store.savings.totals()).get('api')).toBeCloseTo(3, 6);
  });

  it('drops what is older than a year, and no savings', async () => {
    const order = { target: 'api', action: 'wake' as const, why: '', actor: 'ana' };
    const override = { target: 'api', from: now, until: now + hour, size: 'on_hours' as const };
    await store.history.ordered({ ...order, at: now });
    await store.overrides.add(override, 'ana', now);
    await store.pauses.pause({ since: now, until: now + hour, by: 'ana' });
    await look({ at: now, ready: 0 });
    await look({ at: now + hour, ready: 0 });
    await store.history.ordered({ ...order, at: now + 2 * hour });

    expect(await store.prune(now + HISTORY_KEPT_MS)).toBe(0);
    expect(await store.prune(now + HISTORY_KEPT_MS + hour + 1)).toBe(3);
    expect(await events()).toHaveLength(1);
    expect(await store.savings.find()).toHaveLength(1);
  });
});
