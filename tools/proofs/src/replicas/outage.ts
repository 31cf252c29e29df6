import type { RedisServer } from '@repo/redis/testing';
import type { Failure } from './failure';
import type { ReplicaSet } from './replica-set';
import { seconds } from './replica-set';
import { counted, type Row } from './report';
import { SteadyLoad } from './steady-load';
import { Workload } from './workload';

/** Beside the clients: long answers that are streamed, and whose events Redis cannot be given. */
const LONG_CALLS_PER_SECOND = 50;
const LONG_TEXT = 128 * 1024;

/** How a call in a session may fail without Redis: at once, or as soon as its answer is refused. */
const TOLD: readonly Failure[] = ['retryable', 'answer lost'];

/** Until what replicas know is in Redis again; see `COMING_BACK_MS`. */
const RECOVERY_SECONDS = 8;

/**
 * Bytes by which what a replica holds may differ, for calls under way and compiled code. Were the events
 * of the long answers kept until Redis is back, it would be 5 MiB for each second without it.
 */
const MAX_GROWTH = 12 * 1024 * 1024;

export interface OutageReport {
  readonly awaySeconds: number;
  readonly calls: number;
  /** Calls without a session: there should be none. */
  readonly failedStateless: readonly string[];
  /** Calls in sessions whose clients were not told to try again: there should be none either. */
  readonly failedUntold: readonly string[];
  /** Calls in sessions, by how they failed. */
  readonly failedInSessions: ReadonlyMap<string, number>;
  readonly lostSessions: readonly string[];
  /** Bytes that each replica held before, while, and after Redis was away. */
  readonly memory: readonly {
    readonly before: number;
    readonly while: number;
    readonly after: number;
  }[];
}

/** Stops Redis, and starts it again without its data, under load. */
export async function runOutage(
  replicas: ReplicaSet,
  redis: RedisServer,
  clients: number,
  awaySeconds: number,
): Promise<OutageReport> {
  const load = new Workload(replicas.url);
  const long = new SteadyLoad(replicas.url, LONG_CALLS_PER_SECOND, LONG_TEXT);
  await load.start(clients);
  await long.start();
  const measure = async () => {
    await long.pause();
    const held = await replicas.memory();
    long.goOn();
    return held;
  };
  await seconds(5);
  const before = await measure();
  await redis.stop();
  await seconds(awaySeconds);
  const meanwhile = await measure();
  await redis.start();
  await seconds(RECOVERY_SECONDS);
  const after = await measure();
  const lostSessions = [...(await load.stop()), ...(await long.stop())];
  const ofClients = load.outcomes.flatMap(({ client, what, failure, error = '' }) => {
    if (failure === undefined) return [];
    return [{ stateless: client.includes('modern'), failure, error: `${what}: ${error}` }];
  });
  const failures = [...ofClients, ...long.failures];
  const inSessions = failures.filter(({ stateless }) => !stateless);
  const textOf = ({ failure, error }: (typeof failures)[number]) => `${failure}: ${error}`;
  return {
    awaySeconds,
    calls: load.outcomes.length + long.calls,
    failedStateless: failures.filter(({ stateless }) => stateless).map(textOf),
    failedUntold: inSessions.filter(({ failure }) => !TOLD.includes(failure)).map(textOf),
    failedInSessions: counted(inSessions.map(({ failure }) => failure)),
    lostSessions,
    memory: before.map((bytes, index) => ({
      before: bytes,
      while: meanwhile[index] ?? NaN,
      after: after[index] ?? NaN,
    })),
  };
}

export function outageRows(report: OutageReport): Row[] {
  return [
    ['seconds without Redis', report.awaySeconds],
    ['calls', report.calls],
    ['failed without a session', report.failedStateless.length],
    ...[...report.failedInSessions].map(([kind, count]): Row => [
      `failed in a session: ${kind}`,
      count,
    ]),
    ['sessions lost', report.lostSessions.length],
    ...report.memory.map((held, index): Row => {
      const [before, meanwhile, after] = [held.before, held.while, held.after].map(mebibytes);
      return [
        `MiB held by replica ${index} before, ${meanwhile} meanwhile, ${after} after`,
        before ?? '',
      ];
    }),
  ];
}

function mebibytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}

/** What should not be. */
export function outageFaults(report: OutageReport): string[] {
  const { failedStateless, failedUntold, lostSessions, memory } = report;
  const grown = memory.flatMap((held) => [held.while - held.before, held.after - held.before]);
  return [
    ...failedStateless.map((error) => `failed without a session: ${error}`),
    ...failedUntold.map((error) => `failed in a session: ${error}`),
    ...lostSessions.map((lost) => `lost: ${lost}`),
    ...grown.filter((by) => by > MAX_GROWTH).map((by) => `memory grew by ${mebibytes(by)} MiB`),
  ];
}
