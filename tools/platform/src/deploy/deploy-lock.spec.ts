import { setImmediate as turn } from 'node:timers/promises';
import { ManualClock } from '@repo/foundation/testing';
import type { Clock } from './clock';
import { DeployError } from './deploy.error';
import { withLock } from './deploy-lock';
import { Progress } from './report/progress';
import type { DeployLock, LockStore, Plan, Platform } from './platform';

/** Half a minute passes whenever a test says so. */
class SteppedClock extends ManualClock implements Clock {
  private wake: (() => void) | undefined;

  pause(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.wake = () => {
        this.advance(ms);
        resolve();
      };
      signal?.addEventListener('abort', () => reject(new Error('aborted')));
    });
  }

  async step(): Promise<void> {
    this.wake?.();
    for (let i = 0; i < 10; i++) await turn();
  }
}

const plan: Plan = { state: 'change', calls: [], differences: [] };

describe('the lock of a deploy', () => {
  let held: DeployLock | undefined;
  let outage: Error | undefined;
  let clock: SteppedClock;
  let lines: string[];

  const lock: LockStore = {
    read: () => Promise.resolve(held),
    write: (_, lock) => {
      if (outage) return Promise.reject(outage);
      held = lock;
      return Promise.resolve();
    },
    clear: () => {
      held = undefined;
      return Promise.resolve();
    },
  };
  const platform = { lock } as Platform;

  beforeEach(() => {
    held = undefined;
    outage = undefined;
    clock = new SteppedClock(0);
    lines = [];
  });

  const locked = (steps: (lost: AbortSignal) => Promise<unknown>) =>
    withLock(
      platform,
      plan,
      {
        ...{ holder: 'me', clock, signal: new AbortController().signal },
        progress: new Progress({ write: (text) => lines.push(text) }, clock),
      },
      steps,
    );

  it('is renewed as long as the deploy takes, and given up at its end', async () => {
    await locked(async () => {
      expect(held).toEqual({ holder: 'me', expires: 90_000 });
      await clock.step();
      expect(held).toEqual({ holder: 'me', expires: 120_000 });
    });
    expect(held).toBeUndefined();
  });

  it('is given up when the deploy fails', async () => {
    await expect(locked(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(held).toBeUndefined();
  });

  it('survives a platform that does not answer once', async () => {
    await locked(async (lost) => {
      outage = new DeployError('FAILED', 'throttled');
      await clock.step();
      outage = undefined;
      await clock.step();
      expect(lost.aborted).toBe(false);
      expect(held).toMatchObject({ expires: 150_000 });
    });
  });

  it('tells the deploy when another has taken it, and leaves that one alone', async () => {
    const other = { holder: 'other', expires: 1_000_000 };
    await locked(async (lost) => {
      held = other;
      await clock.step();
      expect(lost.reason).toMatchObject({ code: 'BUSY' });
    });
    expect(held).toEqual(other);
  });
});
