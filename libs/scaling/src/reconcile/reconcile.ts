import { setTimeout as pauseFor } from 'node:timers/promises';
import { type Clock, messageOf } from '@repo/foundation';
import type { ActualSize, ScalingDriver } from '../drivers/scaling-driver';
import { ScalingError, type ScalingErrorCode } from '../drivers/scaling.error';
import type { TargetRules } from '../rules/rules';
import { type Demand, type DesiredState, desiredState } from '../schedule/desired-state';
import type { Override } from '../schedule/override';
import { type Action, decide, differenceOf, type Step } from './decide';
import type { TargetLock } from './lock';

export interface ReconcileDeps {
  readonly clock: Clock;
  readonly driver: ScalingDriver;
  readonly lock: TargetLock;
  /** The overrides that hold or will hold, asked while the lock is held. */
  readonly overrides: () => Promise<readonly Override[]> | readonly Override[];
  readonly demand?: () => Promise<Demand | undefined> | Demand | undefined;
  /** How long to wait for the platform, in milliseconds. Default: 30 s, looking every 2 s. */
  readonly wait?: { readonly limit: number; readonly every: number };
  /** Default: a timer. */
  readonly pause?: (milliseconds: number) => Promise<unknown>;
}

export type Outcome =
  /** As it should be, and nothing was done. */
  | 'unchanged'
  | 'done'
  /** Asked for; the platform was not through with it in time. */
  | 'pending'
  | 'dry_run'
  /** Somebody else is at it. */
  | 'busy'
  | 'failed';

export interface ReconcileResult {
  readonly target: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly action: Action;
  readonly outcome: Outcome;
  readonly why: string;
  readonly desired?: DesiredState | undefined;
  /** What was found, and what there was at the end. */
  readonly before?: ActualSize | undefined;
  readonly after?: ActualSize | undefined;
  readonly error?: { readonly code: ScalingErrorCode | 'UNEXPECTED'; readonly message: string };
}

/**
 * Makes one target what it should be now, or takes the next step to it. Level-based: call it every
 * minute, or twice, or not for an hour; what it does follows from what it finds. Never throws.
 */
export async function reconcile(
  target: TargetRules,
  deps: ReconcileDeps,
): Promise<ReconcileResult> {
  const progress: Progress = { action: 'none' };
  try {
    const run = await deps.lock.tryRun(target.name, () => step(target, deps, progress));
    const outcome = run === 'busy' ? 'busy' : run.done;
    const why = run === 'busy' ? 'another reconciliation of it runs' : (progress.why ?? '');
    return { target: target.name, at: deps.clock.now(), ...progress, outcome, why };
  } catch (error) {
    const message = messageOf(error);
    return {
      target: target.name,
      at: deps.clock.now(),
      ...progress,
      outcome: 'failed',
      why: message,
      error: { code: error instanceof ScalingError ? error.code : 'UNEXPECTED', message },
    };
  }
}

/** What is known so far, for the result of a step that fails as well. */
interface Progress {
  action: Action;
  why?: string;
  desired?: DesiredState;
  before?: ActualSize;
  after?: ActualSize;
}

async function step(
  target: TargetRules,
  deps: ReconcileDeps,
  progress: Progress,
): Promise<Outcome> {
  const [overrides, demand] = [await deps.overrides(), await deps.demand?.()];
  const desired = desiredState(target, overrides, demand, deps.clock.now());
  progress.desired = desired;
  progress.why = desired.why;
  if (desired.wanted === undefined) return 'unchanged';

  const actual = await deps.driver.read(target);
  // Asked for only where it may be needed: in a quiet night there is one call a minute less.
  const isSettled = desired.state !== 'on' && differenceOf(actual, desired.wanted) === undefined;
  const earlier = isSettled ? undefined : await deps.driver.earlier.read(target);
  const next = decide(desired, actual, earlier);
  progress.before = actual;
  progress.after = actual;
  progress.action = next.action;
  progress.why = next.why;
  if (next.action === 'none') return actual.settled ? 'unchanged' : 'pending';
  if (target.dryRun) return 'dry_run';
  return carryOut(target, next, deps, progress);
}

/** Killed after any of these lines, the next reconciliation goes on from there. */
async function carryOut(
  target: TargetRules,
  { size, keep, forget }: Step,
  deps: ReconcileDeps,
  progress: Progress,
): Promise<Outcome> {
  const { driver } = deps;
  if (keep !== undefined) await driver.earlier.keep(target, keep);
  let arrived = true;
  if (size !== undefined && progress.before !== undefined) {
    await driver.apply(target, size, progress.before);
    const after = await waitFor(target, deps, (actual) => {
      return actual.settled && differenceOf(actual, size) === undefined;
    });
    progress.after = after.actual;
    arrived = after.arrived;
  }
  // Until the target has its size again, the kept one may be needed for another try.
  if (forget === true && arrived) await driver.earlier.forget(target);
  return arrived ? 'done' : 'pending';
}

async function waitFor(
  target: TargetRules,
  { driver, wait = { limit: 30_000, every: 2_000 }, pause = pauseFor }: ReconcileDeps,
  isThere: (actual: ActualSize) => boolean,
): Promise<{ actual: ActualSize; arrived: boolean }> {
  for (let waited = 0; ; waited += wait.every) {
    const actual = await driver.read(target);
    if (isThere(actual)) return { actual, arrived: true };
    if (waited + wait.every > wait.limit) return { actual, arrived: false };
    await pause(wait.every);
  }
}
