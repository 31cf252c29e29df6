import { askUntilAnswered } from '../measure/ask';
import { createCall } from '../measure/call';
import { interleaved } from '../measure/interleaved';
import { medianOf } from '../measure/median';
import { medianRatio } from '../measure/ratio';
import { ServerProcess, type Program } from '../measure/server-process';
import { apiProgram } from '../measure/start-answering';
import type { BenchOptions } from '../options';
import { paths } from '../paths';
import { markdownTable } from '../report/markdown-table';
import type { Finding } from './finding';

interface Subject {
  readonly what: string;
  readonly program: Program;
  readonly tool: string;
}

const API: Subject = { what: 'this api', program: apiProgram(), tool: 'process_data' };
const BARE_NEST: Subject = {
  what: 'a bare Nest app on Fastify with one route',
  program: { file: paths.bareNest },
  tool: 'process_data',
};
const SUBJECTS: readonly Subject[] = [
  {
    what: 'raw `node:http`',
    program: { file: paths.floor },
    tool: 'process_data',
  },
  BARE_NEST,
  API,
  {
    what: 'this api with 1,000 tools',
    program: apiProgram({ BENCH_TOOLS: '1000' }),
    tool: 'tool_1',
  },
];

/** A start takes half a second, and one in five half as long again: few of them tell little. */
const MIN_ROUNDS = 25;

/** From starting the process to its first answered call. */
export async function start({ rounds }: BenchOptions): Promise<Finding> {
  const tracks = await interleaved({
    subjects: SUBJECTS,
    rounds: Math.max(rounds, MIN_ROUNDS),
    name: ({ what }) => what,
    run: startOnce,
    tell: (ms) => `${ms.toFixed(0)} ms`,
  });
  const trackOf = (subject: Subject) => tracks.find((track) => track.subject === subject)!;
  const ofBareNest = (track: (typeof tracks)[0]) =>
    medianRatio(track, trackOf(BARE_NEST), (ms) => ms);
  const text = markdownTable(
    [
      { heading: 'server', align: 'left', cell: ({ subject }) => subject.what },
      { heading: 'ms', cell: ({ rounds }) => medianOf(rounds, (ms) => ms).toFixed(0) },
      { heading: '× bare Nest', cell: (track) => ofBareNest(track).toFixed(2) },
    ],
    tracks,
  );
  const what = 'start to first answered call, against a bare Nest app on Fastify';
  const bar = { what, figure: ofBareNest(trackOf(API)), limit: { atMost: 2 }, unit: '×' };
  return { heading: 'Start to the first answered call', text, bars: [bar] };
}

/** @returns milliseconds */
async function startOnce({ program, tool }: Subject): Promise<number> {
  const call = createCall('modern', 'tools/call', { name: tool, arguments: { data: 'hello' } });
  const started = performance.now();
  const server = await ServerProcess.start(program);
  try {
    const { status, text } = await askUntilAnswered(server.url, call, server.hasEnded);
    const ms = performance.now() - started;
    if (status !== 200) throw new Error(`${program.file} answered ${status}: ${text}`);
    return ms;
  } finally {
    await server.stop();
  }
}
