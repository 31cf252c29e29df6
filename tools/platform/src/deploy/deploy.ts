import { messageOf } from '@repo/foundation';
import type { Clock } from './clock';
import { asDeployError, DeployError } from './deploy.error';
import { withLock } from './deploy-lock';
import type { Plan, Platform, Release } from './platform';
import type { Progress } from './report/progress';

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
  readonly verify?: () => Promise<void>;
}

export type Outcome = 'planned' | 'unchanged' | 'deployed';

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
  const { progress } = options;
  const before = await progress.step('look at what runs', () => platform.plan(release));
  if (options.dryRun) return showPlan(before, progress);
  if (before.state === 'unchanged') {
    progress.say('This already runs: nothing to do.');
    return 'unchanged';
  }
  return withLock(platform, before, options, async (lost) => {
    const signal = AbortSignal.any([options.signal, lost]);
    // Another deploy may have ended between the first plan and the lock.
    const plan = await platform.plan(release);
    if (plan.state === 'unchanged') {
      progress.say('Another deploy has brought this meanwhile: nothing to do.');
      return 'unchanged';
    }
    try {
      await runSteps(platform, plan, { ...options, signal });
    } catch (error) {
      // Stopped by a signal, or the lock was lost: the next run continues from here.
      throw signal.aborted ? asDeployError(signal.reason) : error;
    }
    return 'deployed';
  });
}

async function runSteps<P extends Plan>(
  platform: Platform<P>,
  plan: P,
  { progress, signal, verify }: DeployOptions,
): Promise<void> {
  for (const line of plan.differences) progress.say(`  ${line}`);
  if (plan.state === 'continue') progress.say('An earlier deploy has begun this: it is finished.');
  else await progress.step('migrate the database', () => platform.migrate(plan, signal));
  try {
    await progress.step('roll out', () => platform.rollOut(plan, signal));
    if (verify) await progress.step('ask what runs', verify);
  } catch (error) {
    if (signal.aborted) throw error;
    await rollBack(platform, plan, progress, asDeployError(error));
  }
}

/** @throws {DeployError} always: the first failure, and whether the roll-back succeeded */
async function rollBack<P extends Plan>(
  platform: Platform<P>,
  plan: P,
  progress: Progress,
  cause: DeployError,
): Promise<never> {
  const report = await platform.report(plan).catch((error: unknown) => [messageOf(error)]);
  const details = [...cause.details, ...report];
  try {
    await progress.step('roll back', () => platform.rollBack(plan));
  } catch (error) {
    const reason = asDeployError(error).message;
    const message = `${cause.message}\nThe roll-back failed too: ${reason}`;
    throw new DeployError('ROLL_BACK_FAILED', message, details, { cause });
  }
  const message = `${cause.message}\nWhat ran before runs again.`;
  throw new DeployError('ROLLED_BACK', message, details, { cause });
}

function showPlan(plan: Plan, progress: Progress): Outcome {
  if (plan.state === 'unchanged') progress.say('This already runs: nothing would be done.');
  else for (const line of [...plan.calls, ...plan.differences]) progress.say(line);
  return 'planned';
}
