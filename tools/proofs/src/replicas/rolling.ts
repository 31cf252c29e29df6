import type { ReplicaSet } from './replica-set';
import type { Row } from './report';
import { SteadyLoad, type SteadyFailure } from './steady-load';

export interface RollingReport {
  readonly perSecond: number;
  readonly lastedSeconds: number;
  readonly restarts: number;
  readonly calls: number;
  readonly failures: readonly SteadyFailure[];
  readonly lostSessions: readonly string[];
}

/** Restarts the replicas in good order, one after the other, while calls come at a steady rate. */
export async function runRolling(
  replicas: ReplicaSet,
  size: number,
  perSecond: number,
  lastsSeconds: number,
): Promise<RollingReport> {
  const load = new SteadyLoad(replicas.url, perSecond);
  await load.start();
  const startedAt = performance.now();
  let restarts = 0;
  // Each at least once.
  while (restarts < size || performance.now() - startedAt < lastsSeconds * 1_000) {
    const index = restarts % size;
    await replicas.stopOne(index);
    await replicas.startOne(index);
    restarts += 1;
  }
  const lastedSeconds = Math.round((performance.now() - startedAt) / 1_000);
  const lostSessions = await load.stop();
  const { calls, failures } = load;
  return { perSecond, lastedSeconds, restarts, calls, failures, lostSessions };
}

export function rollingRows(report: RollingReport): Row[] {
  return [
    ['replicas restarted', report.restarts],
    ['seconds', report.lastedSeconds],
    ['calls', report.calls],
    ['calls a second', Math.round(report.calls / report.lastedSeconds)],
    ['failed', report.failures.length],
    ['sessions lost', report.lostSessions.length],
  ];
}

/** What should not be. */
export function rollingFaults({ failures, lostSessions }: RollingReport): string[] {
  return [
    ...failures.map(({ failure, error }) => `failed: ${failure}: ${error}`),
    ...lostSessions.map((lost) => `lost: ${lost}`),
  ];
}
