import { ManualClock } from '@repo/foundation/testing';
import type { DriverTarget, ScalingDriver } from '../drivers/scaling-driver';
import { ScalingError, type ScalingErrorCode } from '../drivers/scaling.error';
import { LocalLock } from '../reconcile/lock';
import { reconcile } from '../reconcile/reconcile';
import type { TargetRules } from '../rules/rules';
import type { ApiAnswer, FakeApi } from './fake-api';

interface DriverHarness {
  readonly api: FakeApi;
  readonly driver: ScalingDriver;
  readonly target: TargetRules;
  /** What the platform would run, read from the fake itself. */
  readonly size: () => unknown;
}

/** Milliseconds for one call to a fake. It ends what hangs, and asks nothing of the machine. */
export const AMPLE_TIMEOUT_MS = 20_000;
/** Milliseconds for a call that is never answered. */
const UNREACHABLE_TIMEOUT_MS = 50;

export interface DriverContract {
  /** @param timeout milliseconds for one call of the driver; ample where it is not said */
  readonly start: (timeout?: number) => Promise<DriverHarness>;
  /** `size()` at first, and in off hours. */
  readonly on: unknown;
  readonly off: unknown;
  /** How the platform says it. */
  readonly errors: readonly (readonly [ScalingErrorCode, ApiAnswer])[];
}

/** Times of the default hours, 08:00 to 18:00 UTC on weekdays. */
const noon = Date.UTC(2026, 5, 3, 12);
const night = Date.UTC(2026, 5, 3, 23);

/** What every driver must do on every platform. */
export function describeDriver({ start, on, off, errors }: DriverContract): void {
  let harness: DriverHarness;
  beforeEach(async () => (harness = await start()));
  afterEach(async () => {
    await harness.api.stop();
  });

  const tick = (now: number) =>
    reconcile(harness.target, {
      clock: new ManualClock(now),
      driver: harness.driver,
      lock: new LocalLock(),
      overrides: () => [],
    });

  it('leaves alone what is as it should be', async () => {
    expect(await tick(noon)).toMatchObject({ action: 'none', outcome: 'unchanged' });
    expect(harness.size()).toEqual(on);
    expect(harness.api.requests.every(({ method, headers }) => isReading(method, headers))).toBe(
      true,
    );
  });

  it('takes the target down for the night and brings the earlier size back', async () => {
    expect(await tick(night)).toMatchObject({ action: 'scale_down', outcome: 'done' });
    expect(harness.size()).toEqual(off);
    expect(await tick(night + 60_000)).toMatchObject({ action: 'none', outcome: 'unchanged' });

    expect(await tick(noon)).toMatchObject({ action: 'scale_up', outcome: 'done' });
    expect(harness.size()).toEqual(on);
    expect(await tick(noon)).toMatchObject({ action: 'none', outcome: 'unchanged' });
  });

  it.each(['cut-before', 'cut-after'] as const)(
    'gets there when killed at any call (%s), and the earlier size is not lost',
    async (cut) => {
      for (const [now, size] of [
        [night, off],
        [noon, on],
      ] as const) {
        const calls = await callsOfAChange(now);
        for (let skip = 0; skip < calls; skip += 1) {
          await tick(now === night ? noon : night);
          harness.api.failAfter(skip, cut);
          // Where it is tried again, that is cut as well.
          harness.api.failAfter(skip + 1, cut);
          expect(await tick(now)).toMatchObject({ outcome: 'failed' });
          harness.api.failAlways(undefined);

          expect((await tick(now)).outcome).toMatch(/done|unchanged/);
          expect(harness.size()).toEqual(size);
        }
      }
    },
  );

  it.each(errors)('tells %s, and changes nothing', async (code, answer) => {
    harness.api.failAlways({ answer });

    const { outcome, error } = await tick(night);

    expect([outcome, error?.code]).toEqual(['failed', code]);
    expect(error?.message).toContain(harness.target.name);
    if (code === 'ACCESS_DENIED') expect(error?.message).toContain('scaling-rights.md');
    expect(harness.size()).toEqual(on);
  });

  it('gives up on a platform that does not answer', async () => {
    const { api, driver, target } = await start(UNREACHABLE_TIMEOUT_MS);
    api.failAlways('hang');

    const error = await failure(driver, target);

    expect(error.code).toBe('TIMED_OUT');
    expect(error.message).toContain(target.name);
    await api.stop();
  });

  async function callsOfAChange(now: number): Promise<number> {
    await tick(now === night ? noon : night);
    const before = harness.api.requests.length;
    await tick(now);
    return harness.api.requests.length - before;
  }
}

async function failure(driver: ScalingDriver, target: DriverTarget): Promise<ScalingError> {
  try {
    await driver.read(target);
  } catch (error) {
    if (error instanceof ScalingError) return error;
    throw error;
  }
  throw new Error('It answered.');
}

/** AWS reads by POST. */
function isReading(method: string, headers: Readonly<Record<string, unknown>>): boolean {
  return method === 'GET' || String(headers['x-amz-target']).includes('.Describe');
}
