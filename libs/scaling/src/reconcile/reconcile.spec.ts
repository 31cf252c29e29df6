import { ManualClock } from '@repo/foundation/testing';
import type { ActualSize } from '../drivers/scaling-driver';
import { targetOf } from '../testing/rules-of';
import { type Fate, SimulatedPlatform } from '../testing/simulated-platform';
import { LocalLock } from './lock';
import { reconcile, type ReconcileDeps, type ReconcileResult } from './reconcile';

const noon = Date.UTC(2026, 5, 3, 12);
const night = Date.UTC(2026, 5, 3, 23);
const target = targetOf();

function start(fate: () => Fate = () => 'well') {
  const platform = new SimulatedPlatform({ min: 2, desired: 5, max: 10 }, true, fate);
  const deps = (now: number, more: Partial<ReconcileDeps> = {}): ReconcileDeps => ({
    clock: new ManualClock(now),
    driver: platform,
    lock: new LocalLock(),
    overrides: () => [],
    ...more,
  });
  return { platform, deps };
}

describe('a reconciliation', () => {
  it('reports what it found, what it did, and why', async () => {
    const { deps } = start();
    expect(await reconcile(target, deps(night))).toMatchObject({
      target: 'api',
      at: night,
      action: 'scale_down',
      outcome: 'done',
      why: '5 instead of 0; outside of its hours',
      before: { desired: 5, min: 2, max: 10 },
      after: { desired: 0, min: 0, max: 0 },
      desired: { state: 'off', changesAt: Date.UTC(2026, 5, 4, 8) },
    });
  });

  it('changes nothing in a dry run, and says what it would have done', async () => {
    const { platform, deps } = start();
    const result = await reconcile({ ...target, dryRun: true }, deps(night));
    expect(result).toMatchObject({ action: 'scale_down', outcome: 'dry_run' });
    expect(platform).toMatchObject({ desired: 5, kept: undefined });
  });

  it('does not even look at an excluded target', async () => {
    const { platform, deps } = start();
    const result = await reconcile({ ...target, excluded: 'it wakes the others' }, deps(night));
    expect(result).toMatchObject({ action: 'none', outcome: 'unchanged' });
    expect(platform.calls).toBe(0);
  });

  it('is busy where another one of the same target runs, and leaves it to that', async () => {
    const { platform, deps } = start();
    const shared = deps(night, { lock: new LocalLock() });
    const results = await Promise.all([reconcile(target, shared), reconcile(target, shared)]);
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['busy', 'done']);
    expect(platform.changes).toBe(1);
  });

  it('does not wait for the platform, and a later one finds that it has got there', async () => {
    const { platform, deps } = start();
    await reconcile(target, deps(night));
    const slow = jest.spyOn(platform, 'actual');
    const half = (actual: ActualSize): ActualSize => ({ ...actual, ready: 1, settled: false });
    slow.mockImplementation(() => half({ ...SimulatedPlatform.prototype.actual.call(platform) }));

    const ordered = await reconcile(target, deps(noon));
    expect(ordered).toMatchObject({ action: 'scale_up', outcome: 'pending', after: { ready: 1 } });
    expect(ordered.ordered).toEqual({ min: 2, desired: 5, max: 10 });
    expect(await reconcile(target, deps(noon))).toMatchObject({
      action: 'none',
      outcome: 'pending',
    });
    expect(platform.changes).toBe(2);

    slow.mockRestore();
    expect(await reconcile(target, deps(noon))).toMatchObject({ outcome: 'unchanged' });
    expect(platform).toMatchObject({ desired: 5, kept: undefined });
  });

  it('keeps the earlier size until the platform has taken the order', async () => {
    const { platform, deps } = start();
    await reconcile(target, deps(night));
    const old = platform.actual();
    const lagging = jest.spyOn(platform, 'actual').mockReturnValue(old);
    expect(await reconcile(target, deps(noon))).toMatchObject({ outcome: 'pending' });
    expect(platform.kept).toMatchObject({ desired: 5 });

    lagging.mockRestore();
    expect(await reconcile(target, deps(noon))).toMatchObject({ action: 'forget' });
    expect(platform).toMatchObject({ desired: 5, kept: undefined });
  });

  it('records a change before it is ordered and when it has ended, within the lock', async () => {
    const { platform, deps } = start();
    const lock = new LocalLock();
    const told: unknown[] = [];
    const record = async (result: ReconcileResult) => {
      const isHeld = (await lock.tryRun(target.name, async () => undefined)) === 'busy';
      told.push([result.outcome, result.ordered?.desired, platform.desired, isHeld]);
      return { ...result, underWaySince: night };
    };
    const result = await reconcile(target, deps(night, { lock, record }));
    expect(told).toEqual([
      ['pending', 0, 5, true],
      ['done', 0, 0, true],
    ]);
    expect(result).toMatchObject({ outcome: 'done', underWaySince: night });
  });

  it('orders nothing that cannot be recorded', async () => {
    const { platform, deps } = start();
    const record = () => Promise.reject(new Error('no luck'));
    expect(await reconcile(target, deps(night, { record }))).toMatchObject({
      outcome: 'failed',
      error: { code: 'UNEXPECTED', message: 'no luck' },
    });
    expect(platform.desired).toBe(5);
  });

  it('fails with the code of the platform, and never throws', async () => {
    const { deps } = start(() => 'fails-before');
    expect(await reconcile(target, deps(night))).toMatchObject({
      outcome: 'failed',
      error: { code: 'UNREACHABLE' },
    });
    const overrides = () => Promise.reject(new Error('no luck'));
    expect(await reconcile(target, deps(night, { overrides }))).toMatchObject({
      outcome: 'failed',
      error: { code: 'UNEXPECTED', message: 'no luck' },
    });
  });

  it('says of its database that it was that', async () => {
    const { deps } = start();
    const overrides = () => Promise.reject(new Error('timeout exceeded when trying to connect'));
    expect(await reconcile(target, deps(night, { overrides }))).toMatchObject({
      outcome: 'failed',
      error: { code: 'DATABASE', message: 'The database cannot be reached: it does not answer.' },
    });
  });

  it('applies nothing where the earlier size cannot be kept', async () => {
    const { platform, deps } = start();
    jest.spyOn(platform.earlier, 'keep').mockRejectedValue(new Error('no right to tag'));
    expect(await reconcile(target, deps(night))).toMatchObject({ outcome: 'failed' });
    expect(platform).toMatchObject({ desired: 5, bounds: { min: 2, max: 10 } });
  });
});
