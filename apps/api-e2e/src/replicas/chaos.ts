import type { ReplicaSet } from './replica-set';
import { seconds } from './replica-set';
import type { Outcome } from './workload';
import { Workload } from './workload';

/** When a replica was away: from its kill on, until calls that met it must have ended. */
interface Kill {
  readonly at: number;
}

export interface ChaosReport {
  readonly clients: number;
  readonly kills: number;
  readonly calls: number;
  /** Calls that were under way when a replica was killed, and failed. */
  readonly failedWithReplica: number;
  /** Any other failure: there should be none. */
  readonly failedOtherwise: readonly Outcome[];
  readonly lostSessions: readonly string[];
  readonly told: number;
  /** The errors that clients saw, and how often. */
  readonly errors: ReadonlyMap<string, number>;
}

/** Milliseconds. The balancer goes on sending requests to a dead replica for as long at most. */
const NOTICED_MS = 250;

/** Kills the replicas one after the other, again and again, under the load of clients. */
export async function runChaos(
  replicas: ReplicaSet,
  size: number,
  clients: number,
  lastsSeconds: number,
): Promise<ChaosReport> {
  const load = new Workload(replicas.url);
  await load.start(clients);
  const kills: Kill[] = [];
  const end = performance.now() + lastsSeconds * 1_000;
  for (let index = 0; performance.now() < end; index = (index + 1) % size) {
    await seconds(1.5);
    kills.push({ at: performance.now() });
    await replicas.kill(index);
    await seconds(1.5);
    await replicas.startOne(index);
  }
  await seconds(1);
  const lostSessions = await load.stop();
  const failed = load.outcomes.filter(({ error }) => error !== undefined);
  const withReplica = failed.filter((outcome) => kills.some((kill) => overlaps(outcome, kill)));
  return {
    clients,
    kills: kills.length,
    calls: load.outcomes.length,
    failedWithReplica: withReplica.length,
    failedOtherwise: failed.filter((outcome) => !withReplica.includes(outcome)),
    lostSessions,
    told: load.told,
    errors: counted(failed.map(({ what, error = '' }) => `${what}: ${error}`)),
  };
}

function overlaps({ startedAt, endedAt }: Outcome, { at }: Kill): boolean {
  return startedAt <= at + NOTICED_MS && endedAt >= at;
}

function counted(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** The report as a table. */
export function chaosTable(report: ChaosReport): string {
  const rows: [string, string | number][] = [
    ['clients', report.clients],
    ['replicas killed', report.kills],
    ['calls', report.calls],
    ['failed with their replica', report.failedWithReplica],
    ['failed otherwise', report.failedOtherwise.length],
    ['sessions lost', report.lostSessions.length],
    ['clients told of a change', report.told],
    ...[...report.errors].map(([error, count]): [string, number] => [`  ${error}`, count]),
  ];
  return rows.map(([name, value]) => `${String(value).padStart(8)}  ${name}`).join('\n');
}
