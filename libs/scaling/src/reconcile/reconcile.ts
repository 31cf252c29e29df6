import { connectionFault, DatabaseError } from '@repo/database';
import { type Clock, messageOf } from '@repo/foundation';
import type { ActualSize, ScalingDriver } from '../drivers/scaling-driver';
import { ScalingError, type ScalingErrorCode } from '../drivers/scaling.error';
import type { TargetRules } from '../rules/rules';
import { type Demand, type DesiredState, desiredState } from '../schedule/desired-state';
import type { Override } from '../schedule/override';
import type { Size } from '../size';
import { type Action, decide, differenceOf, type Step } from './decide';
import type { TargetLock } from './lock';

export interface ReconcileDeps {
  readonly clock: Clock;
  readonly driver: ScalingDriver;
  readonly lock: TargetLock;
  /** The overrides that hold or will hold, asked while the lock is held. */
  readonly overrides: () => Promise<readonly Override[]> | readonly Override[];
  readonly demand?: () => Promise<Demand | undefined> | Demand | undefined;
  /**
   * Keeps what a look came to, while the lock is held: `pending` before a change is ordered, so that
   * a kill leaves none unrecorded, and how it ended afterwards. Returns it with what is known of the
   * change under way. Default: nothing is kept.
   */
  readonly record?: (result: ReconcileResult) => Promise<ReconcileResult>;
}

export type Outcome =
  /** As it should be, and nothing was done. */
  | 'unchanged'
  | 'done'
  /** Ordered; the platform is not through with it yet. A later look says what became of it. */
  | 'pending'
  /** Ordered, and the platform was not through with it within its time. */
  | 'late'
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
  /** What the platform is asked for. */
  readonly ordered?: Size | undefined;
  /** When the change began that is under way at the end, in milliseconds since 1970. */
  readonly underWaySince?: number | undefined;
  readonly error?: { readonly code: ReconcileErrorCode; readonly message: string };
}

/** What failed: the platform, the database of the worker, or something that nobody thought of. */
type ReconcileErrorCode = ScalingErrorCode | 'DATABASE' | 'UNEXPECTED';

/**
 * Makes one target what it should be now, or takes the next step to it, and does not wait for the
 * platform to get there. Level-based: call it every minute, or twice, or not for an hour; what it
 * does follows from what it finds. Never throws.
 */
export async function reconcile(
  target: TargetRules,
  deps: ReconcileDeps,
): Promise<ReconcileResult> {
  try {
    const run = await deps.lock.tryRun(target.name, () => look(target, deps));
    if (run !== 'busy') return run.done;
    const why = 'another reconciliation of it runs';
    return { target: target.name, at: deps.clock.now(), action: 'none', outcome: 'busy', why };
  } catch (error) {
    // Of the lock, or of what keeps results.
    return failure(target, deps, { action: 'none' }, error);
  }
}

/** What is known so far, for the result of a step that fails as well. */
interface Progress {
  action: Action;
  why?: string;
  desired?: DesiredState;
  before?: ActualSize;
  after?: ActualSize;
  ordered?: Size;
}

async function look(target: TargetRules, deps: ReconcileDeps): Promise<ReconcileResult> {
  const progress: Progress = { action: 'none' };
  return record(deps, await result());

  async function result(): Promise<ReconcileResult> {
    try {
      return resultOf(target, deps, progress, await step(target, deps, progress));
    } catch (error) {
      return failure(target, deps, progress, error);
    }
  }
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
  return carryOut(target, next, actual, deps, progress);
}

/** Killed after any of these lines, the next reconciliation goes on from there. */
async function carryOut(
  target: TargetRules,
  { size, keep, forget }: Step,
  before: ActualSize,
  deps: ReconcileDeps,
  progress: Progress,
): Promise<Outcome> {
  const { driver } = deps;
  let after = before;
  if (keep !== undefined) await driver.earlier.keep(target, keep);
  if (size !== undefined) {
    progress.ordered = size;
    await record(deps, resultOf(target, deps, progress, 'pending'));
    await driver.apply(target, size, before);
    after = await driver.read(target);
    progress.after = after;
    // Until the platform has taken the order, the kept size may be needed for another try.
    if (differenceOf(after, size) !== undefined) return 'pending';
  }
  if (forget === true) await driver.earlier.forget(target);
  return after.settled ? 'done' : 'pending';
}

async function record({ record }: ReconcileDeps, result: ReconcileResult) {
  return record === undefined ? result : record(result);
}

function resultOf(
  { name: target }: TargetRules,
  { clock }: ReconcileDeps,
  { why = '', ...progress }: Progress,
  outcome: Outcome,
): ReconcileResult {
  return { target, at: clock.now(), ...progress, outcome, why };
}

function failure(
  target: TargetRules,
  deps: ReconcileDeps,
  progress: Progress,
  error: unknown,
): ReconcileResult {
  const [code, message] = codeAndMessage(error);
  const result = resultOf(target, deps, { ...progress, why: message }, 'failed');
  return { ...result, error: { code, message } };
}

function codeAndMessage(error: unknown): [ReconcileErrorCode, string] {
  if (error instanceof ScalingError) return [error.code, error.message];
  const fault = connectionFault(error);
  return [fault instanceof DatabaseError ? 'DATABASE' : 'UNEXPECTED', messageOf(fault)];
}
