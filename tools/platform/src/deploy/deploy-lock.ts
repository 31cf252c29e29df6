import type { Clock } from './clock';
import { asDeployError, DeployError } from './deploy.error';
import type { DeployLock, Plan, Platform } from './platform';

/** How long a lock counts without being renewed; then the next deploy may take over. */
const LOCK_TIMEOUT_MS = 90_000;
const RENEW_INTERVAL_MS = 30_000;

/**
 * Runs the steps of a deploy while nobody else deploys this app there. The lock of a deploy that
 * was killed expires after a minute and a half.
 *
 * @param holder names this run
 * @throws {DeployError} BUSY when another deploy runs
 */
export async function withLock<P extends Plan, T>(
  platform: Platform<P>,
  plan: P,
  { holder, clock }: { readonly holder: string; readonly clock: Clock },
  steps: (lost: AbortSignal) => Promise<T>,
): Promise<T> {
  const { lock } = platform;
  if (lock === undefined) return steps(new AbortController().signal);
  const refuseOther = async () => {
    refuseOtherHolder(await lock.read(plan), holder, clock.now());
  };
  const write = () => lock.write(plan, { holder, expires: clock.now() + LOCK_TIMEOUT_MS });
  await refuseOther();
  await write();
  // Of two that wrote at once, the first to write sees the other here.
  await refuseOther();

  const over = new AbortController();
  const lost = new AbortController();
  const renewing = renew(clock, over.signal, async () => {
    await refuseOther();
    await write();
  }).catch((error: unknown) => lost.abort(asDeployError(error)));
  try {
    return await steps(lost.signal);
  } finally {
    over.abort();
    await renewing;
    if (!lost.signal.aborted) await lock.clear(plan).catch(() => undefined);
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
