import { setTimeout as pause } from 'node:timers/promises';
import type { DatabaseProxy, TestDatabase } from '@repo/database/testing';
import { Orchestrator } from './orchestrator';
import { type ReplicaSet, seconds } from './replica-set';
import type { Row } from './report';
import { SteadyLoad, type SteadyFailure } from './steady-load';

/** Looks for the last records, a second apart: a spool is looked at every 10 s. */
const MAX_LOOKS = 40;

export interface DatabaseOutage {
  readonly perSecond: number;
  readonly awaySeconds: number;
  /** After which a replica that is unready all the while is replaced. */
  readonly unreadySeconds: number;
}

export interface DatabaseOutageReport extends DatabaseOutage {
  readonly calls: number;
  readonly failures: readonly SteadyFailure[];
  readonly lostSessions: readonly string[];
  readonly replaced: number;
  /** Records that the replica left in the spool which was stopped meanwhile. */
  readonly spooled: number;
  /** Records that the database has of these calls. */
  readonly recorded: number;
}

/**
 * Stops the database under load, while an orchestrator replaces what is unready for too long. Halfway
 * a replica is stopped in good order; it is started again when the database is back.
 */
export async function runDatabaseOutage(
  replicas: ReplicaSet,
  { database, proxy }: { readonly database: TestDatabase; readonly proxy: DatabaseProxy },
  outage: DatabaseOutage,
): Promise<DatabaseOutageReport> {
  const before = await recordsIn(database);
  const load = new SteadyLoad(replicas.url, outage.perSecond);
  const orchestrator = new Orchestrator(replicas, outage.unreadySeconds);
  await load.start();
  await seconds(2);
  await proxy.close();
  await seconds(outage.awaySeconds / 2);
  const [, spooled = 0] =
    /\b(\d+) audit records wait in the spool/.exec(await replicas.stopOne(0)) ?? [];
  await seconds(outage.awaySeconds / 2);
  await proxy.open();
  await replicas.startOne(0);
  await seconds(2);
  const lostSessions = await load.stop();
  await orchestrator.stop();
  const calls = load.calls + load.sessionCount;
  let recorded = 0;
  for (let look = 0; look < MAX_LOOKS && recorded < calls; look += 1) {
    await pause(1_000);
    recorded = (await recordsIn(database)) - before;
  }
  return {
    ...outage,
    calls,
    failures: load.failures,
    lostSessions,
    replaced: orchestrator.replaced,
    spooled: Number(spooled),
    recorded,
  };
}

async function recordsIn({ dataSource }: TestDatabase): Promise<number> {
  const text = 'SELECT count(*)::int AS count FROM audit_record';
  const [row] = await dataSource.query<{ count: number }[]>(text);
  return row?.count ?? NaN;
}

export function databaseOutageRows(report: DatabaseOutageReport): Row[] {
  return [
    ['seconds without the database', report.awaySeconds],
    ['seconds unready until a replica is replaced', report.unreadySeconds],
    ['replicas replaced', report.replaced],
    ['calls', report.calls],
    ['calls failed', report.failures.length],
    ['sessions lost', report.lostSessions.length],
    ['audit records left in the spool by a replica that was stopped', report.spooled],
    ['audit records lost', report.calls - report.recorded],
  ];
}

/** What should not be. */
export function databaseOutageFaults(report: DatabaseOutageReport): string[] {
  const { calls, failures, lostSessions, recorded, replaced, spooled } = report;
  return [
    ...failures.map(({ failure, error }) => `failed: ${failure}: ${error}`),
    ...lostSessions.map((lost) => `lost: ${lost}`),
    ...(replaced > 0 ? [`${replaced} replicas were replaced`] : []),
    ...(spooled === 0 ? ['the replica that was stopped left nothing in the spool'] : []),
    ...(recorded !== calls ? [`${recorded} audit records of ${calls} calls`] : []),
  ];
}
