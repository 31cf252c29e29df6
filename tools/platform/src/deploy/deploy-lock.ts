import { abortable } from './abortable';
import type { Clock } from './clock';
import { asDeployError, DeployError } from './deploy.error';
import type { DeployLock, LockStore, Plan, Platform } from './platform';
import type { Progress } from './report/progress';

/** How long a lock counts without being renewed; then the next deploy may take over. */
const LOCK_TIMEOUT_MS = 90_000;
const RENEW_INTERVAL_MS = 30_000;
/** A run that was told to stop has some ten seconds. */
const RELEASE_TIMEOUT_MS = 5_000;

interface LockOptions {
  /** Names this run. */
  readonly holder: string;
  readonly clock: Clock;
  readonly progress: Progress;
  /** Aborted when the run should end. */
  readonly signal: AbortSignal;
}

/**
 * Runs the steps of a deploy while nobody else deploys this app there. The lock of a deploy that
 * was killed expires after a minute and a half.
 *
 * @throws {DeployError} BUSY when another deploy runs
 */
export async function withLock<P extends Plan, T>(
  platform: Platform<P>,
  plan: P,
  { holder, clock, progress, signal }: LockOptions,
  steps: (lost: AbortSignal) => Promise<T>,
): Promise<T> {
  const { lock } = platform;
  if (lock === undefined) return steps(new AbortController().signal);
  const refuseOther = async () => {
    refuseOtherHolder(await lock.read(plan), holder, clock.now());
  };
  const write = () => lock.write(plan, { holder, expires: clock.now() + LOCK_TIMEOUT_MS });
  await abortable(signal, refuseOther);

  const over = new AbortController();
  const lost = new AbortController();
  let renewing = Promise.resolve();
  try {
    // It may be written though no answer came: from here on it is given up in any case.
    await abortable(signal, write);
    // Of two that wrote at once, the first to write sees the other here.
    await abortable(signal, refuseOther);
    renewing = renew(clock, over.signal, async () => {
      await refuseOther();
      await write();
    }).catch((error: unknown) => lost.abort(asDeployError(error)));
    return await steps(lost.signal);
  } finally {
    over.abort();
    if (!lost.signal.aborted) await release(lock, plan, { holder, progress, renewing });
  }
}

/** Gives the lock up, unless another has taken it. It does not wait long: it ends by itself. */
async function release<P extends Plan>(
  lock: LockStore<P>,
  plan: P,
  {
    holder,
    progress,
    renewing,
  }: Pick<LockOptions, 'holder' | 'progress'> & { readonly renewing: Promise<void> },
): Promise<void> {
  try {
    await abortable(AbortSignal.timeout(RELEASE_TIMEOUT_MS), async () => {
      await renewing;
      if ((await lock.read(plan))?.holder === holder) await lock.clear(plan);
    });
  } catch {
    const seconds = LOCK_TIMEOUT_MS / 1_000;
    progress.say(`The lock could not be given up: it ends by itself within ${seconds} s.`);
  }
}

async function renew(clock: Clock, over: AbortSignal, write: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await clock.pause(RENEW_INTERVAL_MS, over);
    } catch {
      return;
    }
    try {
      await write();
    } catch (error) {
      // Any other failure may pass before the lock expires.
      if (asDeployError(error).code === 'BUSY') throw error;
    }
  }
}

function refuseOtherHolder(lock: DeployLock | undefined, holder: string, now: number): void {
  if (lock === undefined || lock.holder === holder || lock.expires <= now) return;
  const seconds = Math.ceil((lock.expires - now) / 1000);
  throw new DeployError(
    'BUSY',
    `${lock.holder} deploys this app here just now. Wait for it; should it have died, ` +
      `its lock ends in ${seconds} s.`,
  );
}
