import type { Failure } from './failure';
import type { ReplicaSet } from './replica-set';
import { seconds } from './replica-set';
import { counted, type Row } from './report';
import type { Outcome } from './workload';
import { Workload } from './workload';

export interface ChaosReport {
  readonly clients: number;
  readonly kills: number;
  readonly calls: number;
  /** Calls of which a request or a stream was on a replica when it was killed, by how they failed. */
  readonly failedWithReplica: ReadonlyMap<string, number>;
  /** Any other failure: there should be none. */
  readonly failedOtherwise: readonly Outcome[];
  readonly lostSessions: readonly string[];
  readonly told: number;
}

/** What a client cannot act on is never a replica's end alone. */
const NEVER_EXCUSED: readonly (Failure | undefined)[] = ['timed out', 'other'];

/** Kills the replicas one after the other, again and again, under the load of clients. */
export async function runChaos(
  replicas: ReplicaSet,
  size: number,
  clients: number,
  lastsSeconds: number,
): Promise<ChaosReport> {
  const load = new Workload(replicas.url);
  await load.start(clients);
  const killed = new Set<number>();
  const end = performance.now() + lastsSeconds * 1_000;
  for (let index = 0; performance.now() < end; index = (index + 1) % size) {
    await seconds(1.5);
    killed.add(await replicas.kill(index));
    await seconds(1.5);
    await replicas.startOne(index);
  }
  await seconds(1);
  const lostSessions = await load.stop();
  const failed = load.outcomes.filter(({ failure }) => failure !== undefined);
  const wasCut = ({ call }: Outcome) =>
    replicas.passages.of(call).some(({ port, wasCut }) => wasCut && killed.has(port));
  const withReplica = failed.filter(
    (outcome) => wasCut(outcome) && !NEVER_EXCUSED.includes(outcome.failure),
  );
  return {
    clients,
    kills: killed.size,
    calls: load.outcomes.length,
    failedWithReplica: counted(
      withReplica.map(({ client, failure }) => `${kindOf(client)}, ${failure}`),
    ),
    failedOtherwise: failed.filter((outcome) => !withReplica.includes(outcome)),
    lostSessions,
    told: load.told,
  };
}

/** The report as rows of a table. */
export function chaosRows(report: ChaosReport): Row[] {
  const { failedWithReplica, failedOtherwise } = report;
  return [
    ['clients', report.clients],
    ['replicas killed', report.kills],
    ['calls', report.calls],
    ['failed with their replica', [...failedWithReplica.values()].reduce((sum, n) => sum + n, 0)],
    ...[...failedWithReplica].map(([kind, count]): Row => [`  ${kind}`, count]),
    ['timed out', failedOtherwise.filter(({ failure }) => failure === 'timed out').length],
    ['failed otherwise', failedOtherwise.length],
    ['sessions lost', report.lostSessions.length],
    ['clients told of a change', report.told],
  ];
}

/** The name of a client without its number. */
function kindOf(client: string): string {
  return client.replace(/ \d+$/, '');
}

/** What should not be. */
export function chaosFaults({ failedOtherwise, lostSessions }: ChaosReport): string[] {
  return [
    ...failedOtherwise.map(({ client, what, error }) => `failed: ${client}, ${what}: ${error}`),
    ...lostSessions.map((lost) => `lost: ${lost}`),
  ];
}
