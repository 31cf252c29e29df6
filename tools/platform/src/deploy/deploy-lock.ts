import type { Clock } from './clock';
import { asDeployError, DeployError } from './deploy.error';
import type { DeployLock, Plan, Platform } from './platform';

/** How long a deploy may be silent before the next may go on in its place. */
const holdMs = 90_000;
const renewEveryMs = 30_000;

/**
 * Runs the steps of a deploy while nobody else deploys this app there. A deploy that was killed
 * holds it for a minute and a half more.
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
  refuseOther(await platform.readLock(plan), holder, clock.now());
  const take = () => platform.writeLock(plan, { holder, expires: clock.now() + holdMs });
  await take();
  // Of two that wrote at once, the first to write sees the other here.
  refuseOther(await platform.readLock(plan), holder, clock.now());

  const over = new AbortController();
  const lost = new AbortController();
  const renewing = renew(clock, over.signal, async () => {
    refuseOther(await platform.readLock(plan), holder, clock.now());
    await take();
  }).catch((error: unknown) => lost.abort(asDeployError(error)));
  try {
    return await steps(lost.signal);
  } finally {
    over.abort();
    await renewing;
    if (!lost.signal.aborted) await platform.clearLock(plan).catch(() => undefined);
  }
}

async function renew(clock: Clock, over: AbortSignal, take: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await clock.pause(renewEveryMs, over);
    } catch {
      return;
    }
    try {
      await take();
    } catch (error) {
      // What is no other's lock may pass before the own one ends.
      if (asDeployError(error).code === 'BUSY') throw error;
    }
  }
}

function refuseOther(held: DeployLock | undefined, holder: string, now: number): void {
  if (held === undefined || held.holder === holder || held.expires <= now) return;
  const seconds = Math.ceil((held.expires - now) / 1000);
  throw new DeployError(
    'BUSY',
    `${held.holder} deploys this app here just now. Wait for it; should it have died, ` +
      `its lock ends in ${seconds} s.`,
  );
}
