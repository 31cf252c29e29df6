import { Agent, type ClientRequest } from 'node:http';
import { createCall } from '../measure/call';
import { inParallel } from '../measure/in-parallel';
import { interleaved } from '../measure/interleaved';
import { measure, toldBriefly, type Measurement } from '../measure/measure';
import { medianOf } from '../measure/median';
import { medianRatio } from '../measure/ratio';
import type { Memory, ServerProcess } from '../measure/server-process';
import { apiProgram, startAnswering } from '../measure/start-answering';
import type { BenchOptions } from '../options';
import { markdownTable } from '../report/markdown-table';
import type { Finding } from './finding';
import { openSessions, openStream } from './legacy-sessions';

const SESSIONS = 10_000;
const STREAMS = 5_000;

const CALL = createCall('modern', 'tools/call', {
  name: 'process_data',
  arguments: { data: 'hello' },
});
const LISTEN = createCall('modern', 'subscriptions/listen', {
  notifications: { toolsListChanged: true },
});

/** What calls are like in a process where thousands of others wait. */
export async function crowd({ rounds, seconds }: BenchOptions): Promise<Finding> {
  const env = { MCP_SESSIONS: 'auto', MAX_SESSIONS: String(2 * SESSIONS) };
  const program = apiProgram(env, ['--expose-gc']);
  const servers = await Promise.all([startAnswering(program, CALL), startAnswering(program, CALL)]);
  const [empty, crowded] = servers;
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  const streams: ClientRequest[] = [];
  try {
    for (const server of servers) await measure(server, CALL, { duration: 2 });
    const before = await crowded.memory();
    const ids = await openSessions(crowded, SESSIONS);
    const withSessions = await crowded.memory();
    streams.push(...(await listen(crowded, ids, agent)));
    const withStreams = await crowded.memory();

    const tracks = await interleaved({
      subjects: [
        { what: 'nobody else', server: empty },
        { what: 'the crowd', server: crowded },
      ],
      rounds,
      name: ({ what }) => what,
      run: ({ server }) => measure(server, CALL, { duration: seconds }),
      tell: toldBriefly,
    });
    const [alone, amongMany] = tracks as [(typeof tracks)[0], (typeof tracks)[0]];
    const p99 = ({ p99Ms }: Measurement) => p99Ms;
    const text = [
      `Each of ${SESSIONS.toLocaleString('en')} idle sessions takes ${each(before, withSessions, SESSIONS)}, each of ${STREAMS.toLocaleString('en')} open streams on top, half of them a session's GET stream and half \`subscriptions/listen\`, ${each(withSessions, withStreams, STREAMS)}. Calls beside them:`,
      markdownTable(
        [
          { heading: 'beside', align: 'left', cell: ({ subject }) => subject.what },
          { heading: 'CPU µs a call', cell: (t) => medianOf(t.rounds, cpuOf).toFixed(0) },
          { heading: 'p50 ms', cell: (t) => medianOf(t.rounds, ({ p50Ms }) => p50Ms).toFixed(2) },
          { heading: 'p99 ms', cell: (t) => medianOf(t.rounds, p99).toFixed(1) },
        ],
        tracks,
      ),
    ].join('\n\n');
    const what = `p99 of a call beside ${SESSIONS.toLocaleString('en')} sessions and ${STREAMS.toLocaleString('en')} streams, against none`;
    const figure = medianRatio(amongMany, alone, p99);
    return {
      heading: 'A crowd of clients that wait',
      text,
      bars: [{ what, figure, limit: { atMost: 2 }, unit: '×' }],
    };
  } finally {
    for (const stream of streams) stream.destroy();
    agent.destroy();
    await Promise.all(servers.map((server) => server.stop()));
  }
}

/** Half of the streams belong to sessions, half are modern subscriptions. */
function listen(
  server: ServerProcess,
  ids: readonly string[],
  agent: Agent,
): Promise<ClientRequest[]> {
  const openers = Array.from({ length: STREAMS }, (_, index) =>
    index % 2 === 0
      ? () => openStream(server, {}, agent, LISTEN)
      : () => openStream(server, { 'mcp-session-id': ids[index] ?? '' }, agent),
  );
  return inParallel(32, openers, (open) => open());
}

function cpuOf({ cpuMicros }: Measurement): number {
  return cpuMicros;
}

function each(before: Memory, after: Memory, count: number): string {
  const kilobytes = (key: keyof Memory) => ((after[key] - before[key]) / count / 1_000).toFixed(1);
  return `${kilobytes('heapUsed')} KB of heap (${kilobytes('rss')} KB RSS)`;
}
