import { differenceOf } from '../reconcile/decide';
import type { TargetLock } from '../reconcile/lock';
import { reconcile } from '../reconcile/reconcile';
import { presentState } from '../schedule/desired-state';
import { clamp, sameSize, type Wanted } from '../size';
import { randomNumbers } from './random';
import {
  floorOf,
  isBusy,
  randomOverrides,
  type SimulatedYear,
  type Simulation,
} from './simulation';
import { type Fate, SimulatedPlatform } from './simulated-platform';

const minute = 60_000;
const lockExpires = minute;

/** A year of ticks, one a minute, against a platform whose calls fail. */
export async function simulateYear(simulation: Simulation): Promise<SimulatedYear> {
  const { target, year, days, autoscaled } = simulation;
  const random = randomNumbers(simulation.seed);
  const first = Date.UTC(year, 0, 1);
  const last = Date.UTC(year, 0, 1 + days);
  const minutes = (last - first) / minute;
  const overrides = randomOverrides(random, first, minutes);
  const faults = { failed: 0, lost: 0, doubled: 0, killed: 0 };
  const violations: string[] = [];

  let now = first;
  let lastFault = -Infinity;
  let killNext = false;
  const fate = (): Fate => {
    if (killNext && random() < 0.3) {
      killNext = false;
      faults.killed += 1;
      // Nobody can do anything before the lock of the dead expires.
      lastFault = now + lockExpires;
      return random() < 0.5 ? 'killed-before' : 'killed-after';
    }
    if (random() >= simulation.failing) return 'well';
    faults.failed += 1;
    lastFault = now;
    return random() < 0.5 ? 'fails-before' : 'fails-after';
  };
  const platform = new SimulatedPlatform({ min: 2, desired: 5, max: 10 }, autoscaled, fate);
  const demand = () => (isBusy(simulation, now) ? { work: 'something' } : undefined);
  const present = () => presentState(target, overrides, demand(), now);

  platform.onChange = (desired) => {
    const { state, wanted } = present();
    const report = (what: string) => violations.push(`${iso(now)}: ${what} (${state})`);
    if (wanted === undefined) return report('changed though excluded');
    if (differenceOf(platform.actual(), wanted) === undefined) report('a flap');
    if (desired < floorOf(target, overrides, now)) report('under an override');
  };

  let heldUntil = first;
  const lock: TargetLock = {
    async tryRun(_target, work) {
      if (now < heldUntil) return 'busy';
      heldUntil = now + lockExpires;
      try {
        return { done: await work() };
      } finally {
        heldUntil = now;
      }
    },
  };
  let dying: (() => void)[] = [];
  platform.onKill = () => dying.forEach((die) => die());
  const tick = () => {
    const run = reconcile(target, {
      clock: { now: () => now },
      driver: platform,
      lock,
      overrides: () => overrides,
      demand,
    }).then(({ error }) => {
      if (error?.code === 'UNEXPECTED') violations.push(`${iso(now)}: ${error.message}`);
    });
    if (!killNext) return run;
    const death = new Promise<void>((resolve) => dying.push(resolve));
    return Promise.race([run, death]);
  };

  let wanted: Wanted | undefined;
  let wantedSince = now;
  let wantedChanges = 0;
  let [latest, latestAfterFaults, restored] = [0, 0, 0];
  let byDay: number | undefined;
  for (let index = 0; index < minutes; index += 1, now += minute) {
    const desired = present();
    const before = wanted;
    if (!sameSize(desired.wanted, wanted)) {
      wanted = desired.wanted;
      wantedSince = now;
      wantedChanges += 1;
    }
    const wasUp = platform.desired;
    dying = [];
    killNext = random() < simulation.killed;
    const draw = random();
    if (draw < simulation.lost) {
      faults.lost += 1;
      lastFault = Math.max(lastFault, now);
    } else if (draw < simulation.lost + simulation.doubled) {
      faults.doubled += 1;
      await Promise.all([tick(), tick()]);
    } else {
      await tick();
    }

    // What the first change since the hours held hides: the size that is to come back. An override
    // of more hides it too, and what follows that into the night is no size of the hours.
    if (wasUp > 0 && platform.desired !== wasUp) byDay ??= wasUp;
    if (wasUp === 0 && platform.desired > 0 && desired.state === 'on' && autoscaled) {
      const expected = clamp(byDay ?? 0, target.onHours);
      if (platform.desired === expected) restored += 1;
      else violations.push(`${iso(now)}: came back with ${platform.desired}, not ${expected}`);
    }
    const difference = wanted && differenceOf(platform.actual(), wanted);
    if (difference !== undefined) {
      const late = (now - wantedSince) / minute + 1;
      const afterFaults = (now - Math.max(wantedSince, lastFault)) / minute + 1;
      latest = Math.max(latest, late);
      latestAfterFaults = Math.max(latestAfterFaults, afterFaults);
      if (afterFaults > 2) violations.push(`${iso(now)}: ${late} minutes late: ${difference}`);
    }
    // The platform's own autoscaler follows the load of the day.
    const isSteady = difference === undefined && sameSize(before, wanted);
    if (isSteady && desired.state === 'on' && platform.kept === undefined) {
      byDay = undefined;
      if (autoscaled && random() < 0.03) {
        platform.desired = clamp(2 + Math.floor(random() * 9), target.onHours);
      }
    }
  }
  const { calls, changes } = platform;
  return {
    ...{ violations, minutes, calls, changes, wantedChanges, faults },
    ...{ latest, latestAfterFaults, restored },
  };
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
