import { RedisServer } from '@repo/redis/testing';
import { createCall, type Call } from '../measure/call';
import { interleaved, type Track } from '../measure/interleaved';
import { load } from '../measure/load';
import { toldBriefly, type Measurement } from '../measure/measure';
import { medianOf } from '../measure/median';
import { medianRatio } from '../measure/ratio';
import type { ServerProcess } from '../measure/server-process';
import { apiProgram, startAnswering } from '../measure/start-answering';
import type { BenchOptions } from '../options';
import { markdownTable } from '../report/markdown-table';
import type { Finding } from './finding';
import { openSessions } from './legacy-sessions';

const SEVERAL = 3;

/** As long as some ten plain calls, so that the load generator is not what is measured. */
const WORK = { name: 'digest', arguments: { rounds: 500 } };
const SHORT = { name: 'tool_1', arguments: { data: 'hello' } };

interface Subject {
  readonly what: string;
  readonly workers: number;
  readonly server: ServerProcess;
  readonly call: Call;
}

type Tracks = readonly Track<Subject, Measurement>[];

/** What several worker processes of one api bring, against one. */
export async function workers({ rounds, seconds }: BenchOptions): Promise<Finding> {
  const redis = new RedisServer();
  await redis.start();
  const servers: ServerProcess[] = [];
  try {
    const subjects: Subject[] = [];
    for (const count of [1, SEVERAL]) {
      const server = await startApi(count, redis);
      servers.push(server);
      subjects.push(...(await subjectsOf(server, count)));
    }
    for (const subject of subjects) await loaded(subject, 2);
    const tracks = await interleaved({
      subjects,
      rounds,
      name: ({ what, workers }) => `${what}, ${workers}`,
      run: (subject) => loaded(subject, seconds),
      tell: toldBriefly,
    });
    return { heading: 'Several workers of one api', ...read(tracks) };
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await redis.remove();
  }
}

function startApi(workers: number, redis: RedisServer): Promise<ServerProcess> {
  const env = {
    BENCH_TOOLS: '10',
    WORKERS: String(workers),
    REDIS_URL: redis.url,
    MCP_SESSIONS: 'auto',
  };
  return startAnswering(apiProgram(env), createCall('modern', 'tools/call', WORK));
}

async function subjectsOf(server: ServerProcess, workers: number): Promise<Subject[]> {
  const [id = ''] = await openSessions(server, 1);
  const session = { 'mcp-session-id': id };
  const calls: Readonly<Record<string, Call>> = {
    'of a tool that works, modern': createCall('modern', 'tools/call', WORK),
    'of a tool that works, in one session': createCall('legacy', 'tools/call', WORK, session),
    'short, modern': createCall('modern', 'tools/call', SHORT),
    'short, in one session': createCall('legacy', 'tools/call', SHORT, session),
  };
  return Object.entries(calls).map(([what, call]) => ({ what, workers, server, call }));
}

async function loaded({ server, call }: Subject, duration: number): Promise<Measurement> {
  const before = await cpuSeconds(server);
  const result = await load(server.url, call, { duration });
  const after = await cpuSeconds(server);
  return {
    ...result,
    cpuMicros: ((after - before) * 1e6) / result.answered,
    throughput: result.answered / result.seconds,
  };
}

/** As the api itself tells it, for all its processes together. */
async function cpuSeconds({ url }: ServerProcess): Promise<number> {
  const text = await (await fetch(new URL('/metrics', url))).text();
  return Number(/^process_cpu_seconds_total (\S+)/m.exec(text)?.[1]);
}

function read(tracks: Tracks): Pick<Finding, 'text' | 'bars'> {
  const pairs = tracks
    .filter(({ subject }) => subject.workers === 1)
    .map((one) => ({
      one,
      several: tracks.find(
        ({ subject }) => subject.what === one.subject.what && subject.workers === SEVERAL,
      )!,
    }));
  const cpu = ({ rounds }: Tracks[0]) => medianOf(rounds, (r) => r.cpuMicros).toFixed(0);
  const rate = ({ rounds }: Tracks[0]) =>
    Math.round(medianOf(rounds, ({ throughput }) => throughput)).toLocaleString('en');
  const gain = ({ one, several }: (typeof pairs)[0]) =>
    medianRatio(several, one, ({ throughput }) => throughput);
  const text = markdownTable(
    [
      { heading: 'calls', align: 'left', cell: ({ one }) => one.subject.what },
      { heading: 'calls/s of 1 worker', cell: ({ one }) => rate(one) },
      { heading: `of ${SEVERAL}`, cell: ({ several }) => rate(several) },
      { heading: '×', cell: (pair) => gain(pair).toFixed(2) },
      { heading: 'CPU µs a call of 1 worker', cell: ({ one }) => cpu(one) },
      { heading: `of ${SEVERAL}`, cell: ({ several }) => cpu(several) },
    ],
    pairs,
  );
  const bars = pairs.slice(0, 2).map((pair) => ({
    what: `throughput of ${SEVERAL} workers against 1, calls ${pair.one.subject.what}`,
    figure: gain(pair),
    limit: { atLeast: 1.7 },
    unit: '×',
  }));
  return { text, bars };
}
