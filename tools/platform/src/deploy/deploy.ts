import { messageOf } from '@repo/foundation';
import type { Clock } from './clock';
import { asDeployError, DeployError } from './deploy.error';
import { withLock } from './deploy-lock';
import type { Plan, Platform, Release } from './platform';
import type { Progress } from './report/progress';
import { stopped } from './report/stopped';
import { waitUntil } from './wait-until';

export interface DeployOptions {
  /** Names this run to others that want to deploy at the same time. */
  readonly holder: string;
  readonly clock: Clock;
  readonly progress: Progress;
  /** Aborted when the run should end. */
  readonly signal: AbortSignal;
  /** Only says what would be done. */
  readonly dryRun?: boolean;
  /** Checks after the roll-out that the release serves; a rejection rolls back. */
  readonly verify?: (signal: AbortSignal) => Promise<void>;
}

export type Outcome = 'planned' | 'unchanged' | 'deployed';

const POLL_MS = 5_000;
const BUSY_TIMEOUT_MS = 20 * 60_000;
const VERIFY_TIMEOUT_MS = 60_000;
const ROLL_BACK_TIMEOUT_MS = 20 * 60_000;

/** In their order; what is left of them when a run is stopped is told. */
const steps = {
  plan: 'look at what runs',
  migrate: 'migrate the database',
  rollOut: 'roll out',
  verify: 'ask what runs',
  prune: 'remove what is no longer declared',
} as const;

/**
 * Deploys a release to a platform: plan, migrate, roll out, verify; roll back when that fails.
 *
 * Every run compares what runs with what should, so a run after one that was cut off finishes its
 * work, and one after a finished deploy does nothing.
 *
 * @throws {DeployError} with the code for the process
 */
export async function deploy<P extends Plan>(
  platform: Platform<P>,
  release: Release,
  options: DeployOptions,
): Promise<Outcome> {
  const { progress, signal, dryRun } = options;
  const plan = (ends: AbortSignal) =>
    dryRun ? platform.plan(release, ends) : planWhenFree(platform, release, options, ends);
  try {
    const before = await progress.step(steps.plan, () => plan(signal));
    if (dryRun) return showPlan(before, progress);
    if (before.state === 'unchanged') {
      progress.say('This already runs: nothing to do.');
      return 'unchanged';
    }
    return await withLock(platform, before, options, async (lost) => {
      const ends = AbortSignal.any([signal, lost]);
      // Another deploy may have ended between the first plan and the lock.
      const now = await plan(ends);
      if (now.state === 'unchanged') {
        progress.say('Another deploy has brought this meanwhile: nothing to do.');
        return 'unchanged';
      }
      await runSteps(platform, now, { ...options, signal: ends });
      return 'deployed';
    });
  } catch (error) {
    // The next run continues from here.
    throw signal.aborted ? stopped(signal.reason, progress, Object.values(steps)) : error;
  }
}

/** Waits for another change of the service to end, such as what a run that was stopped began. */
async function planWhenFree<P extends Plan>(
  platform: Platform<P>,
  release: Release,
  { clock, progress }: DeployOptions,
  signal: AbortSignal,
): Promise<P> {
  let told = false;
  const wait = { clock, pollMs: POLL_MS, timeoutMs: BUSY_TIMEOUT_MS, signal };
  return waitUntil('The other change', wait, async () => {
    try {
      return await platform.plan(release, signal);
    } catch (error) {
      const { code, transient, message, details } = asDeployError(error);
      if (code !== 'BUSY') throw new DeployError(code, message, details, { cause: error });
      if (transient && !told) progress.say(message);
      told = true;
      throw error;
    }
  });
}

async function runSteps<P extends Plan>(
  platform: Platform<P>,
  plan: P,
  { progress, signal, verify, clock }: DeployOptions,
): Promise<void> {
  for (const line of plan.differences) progress.say(`  ${line}`);
  if (plan.state === 'continue') progress.say('An earlier deploy has begun this: it is finished.');
  else await progress.step(steps.migrate, () => platform.migrate(plan, signal));
  const wait = { clock, pollMs: POLL_MS, signal };
  try {
    await progress.step(steps.rollOut, () => platform.rollOut(plan, signal));
    if (verify && plan.asleep) {
      progress.say('It is scaled to nothing, so nobody is asked: one task of it has run instead.');
    } else if (verify) {
      await progress.step(steps.verify, () =>
        waitUntil(
          'The answer of what runs',
          { ...wait, timeoutMs: VERIFY_TIMEOUT_MS },
          async () => {
            await verify(signal);
            return true;
          },
        ),
      );
    }
  } catch (error) {
    signal.throwIfAborted();
    await rollBack(platform, plan, wait, progress, asDeployError(error));
  }
  if (platform.prune) await progress.step(steps.prune, () => platform.prune!(plan, signal));
}

/** @throws {DeployError} always: the first failure, and whether the roll-back succeeded */
async function rollBack<P extends Plan>(
  platform: Platform<P>,
  plan: P,
  wait: { readonly clock: Clock; readonly pollMs: number; readonly signal: AbortSignal },
  progress: Progress,
  cause: DeployError,
): Promise<never> {
  const { signal } = wait;
  const report = await platform.report(plan, signal).catch((error: unknown) => [messageOf(error)]);
  const details = [...cause.details, ...report];
  try {
    await progress.step('roll back', () =>
      waitUntil('The roll-back', { ...wait, timeoutMs: ROLL_BACK_TIMEOUT_MS }, async () => {
        await platform.rollBack(plan, signal);
        return true;
      }),
    );
  } catch (error) {
    signal.throwIfAborted();
    const reason = asDeployError(error).message;
    const message = `${cause.message}\nThe roll-back failed too: ${reason}`;
    throw new DeployError('ROLL_BACK_FAILED', message, details, { cause });
  }
  // A right that is missing is told by its own code, wherever it was missing.
  const code = cause.code === 'ACCESS_DENIED' ? cause.code : 'ROLLED_BACK';
  throw new DeployError(code, `${cause.message}\nWhat ran before runs again.`, details, { cause });
}

function showPlan(plan: Plan, progress: Progress): Outcome {
  if (plan.state === 'unchanged') progress.say('This already runs: nothing would be done.');
  else for (const line of [...plan.calls, ...plan.differences]) progress.say(line);
  return 'planned';
}
