import { parseArgs } from 'node:util';
import { OtlpReceiver } from '@repo/telemetry/testing';
import { createCall } from '../api-benchmark/measure/call';
import { interleaved, type Track } from '../api-benchmark/measure/interleaved';
import { measure, toldBriefly, type Measurement } from '../api-benchmark/measure/measure';
import { medianOf } from '../api-benchmark/measure/median';
import { medianRatio } from '../api-benchmark/measure/ratio';
import type { ServerProcess } from '../api-benchmark/measure/server-process';
import { apiProgram, startAnswering } from '../api-benchmark/measure/start-answering';
import { barsTable, printBars, type Bar } from '../api-benchmark/report/bar';
import { markdownTable, type Column } from '../api-benchmark/report/markdown-table';
import { writeSections } from '../api-benchmark/report/document';
import { conditions } from '../api-benchmark/report/conditions';
import { runProgram } from '../api-benchmark/run-program';
import { installPackages } from '../installed-packages';
import { paths } from '../api-benchmark/paths';

/** A call of somebody who has a key. Not recorded: what a database does meanwhile is no cost of traces. */
const API_KEY = 'the-key-of-a-benchmark';
const PRODUCTION = { BENCH_TOOLS: '10', API_KEY, MCP_AUTH: 'required', AUDIT: 'off' };

const callOf = (name: string, input: object) =>
  createCall('modern', 'tools/call', { name, arguments: input }, { 'x-api-key': API_KEY });

const CALLS = [
  { what: 'a tool that does nothing', call: callOf('tool_1', { data: 'hello' }) },
  {
    what: 'a tool that works for a tenth of a millisecond',
    call: callOf('digest', { rounds: 100 }),
  },
] as const;

/** How many are sampled, and what that may cost. */
const RATIOS = [
  { name: 'off' },
  { name: '1 %', ratio: '0.01', atMost: 1.05 },
  { name: '10 %', ratio: '0.1', atMost: 1.1 },
  { name: 'all', ratio: '1' },
] as const;

/**
 * Seconds. V8 compiles what all calls take within two; what one call of a hundred takes for the first
 * time makes it throw some of that away and compile again, which is over after some 100,000 calls.
 */
const WARM_UP = [8, 2] as const;

interface Subject {
  readonly name: string;
  readonly server: ServerProcess;
}

type CostTrack = Track<{ readonly name: string }, Measurement>;

interface Extent {
  readonly rounds: number;
  readonly seconds: number;
}

/** `nx run proofs:tracing-cost`: what a call costs without tracing, and with few traces sampled. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      sets: { type: 'string', default: '4' },
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '1' },
      'write-docs': { type: 'boolean', default: false },
      section: { type: 'string', default: 'tracing' },
    },
  });
  const [sets, rounds, seconds] = [values.sets, values.rounds, values.seconds].map(Number) as [
    number,
    number,
    number,
  ];
  installPackages(paths.peers);
  const receiver = await OtlpReceiver.start();
  const tracks = CALLS.map(() =>
    RATIOS.map(({ name }) => ({ subject: { name }, rounds: [] as Measurement[] })),
  );
  // Processes of one program differ by a tenth, whatever they are asked: each set is of new ones.
  for (let set = 0; set < sets; set += 1) {
    const measured = await measureSet(receiver, { rounds, seconds });
    measured.forEach((ofCall, call) =>
      ofCall.forEach((track, at) => tracks[call]![at]!.rounds.push(...track.rounds)),
    );
  }
  await receiver.stop();

  const table = CALLS.map(({ what }, at) => `Of ${what}:\n\n${costTable(tracks[at]!)}`).join(
    '\n\n',
  );
  const bars = CALLS.flatMap(({ what }, at) => barsOf(what, tracks[at]!));
  console.log(`\n${table}\n${receiver.spans.length} spans came.\n`);
  printBars(bars);
  if (!values['write-docs']) return;
  const how = `medians of ${sets} sets of new processes and ${rounds} interleaved rounds of ${seconds} s each, at 32 connections of a client that never sleeps`;
  await writeSections({ [values.section]: `${conditions(how)}\n\n${table}\n\n${barsTable(bars)}` });
}

/** Measures each call at all ratios, by four processes that it starts and ends. */
async function measureSet(receiver: OtlpReceiver, { rounds, seconds }: Extent) {
  const subjects: Subject[] = [];
  try {
    for (const { name, ...sampling } of RATIOS) {
      const environment = 'ratio' in sampling ? sampled(receiver, sampling.ratio) : {};
      const program = apiProgram({ ...PRODUCTION, ...environment });
      subjects.push({ name, server: await startAnswering(program, CALLS[0].call) });
    }
    for (const { server } of subjects) {
      // As every load balancer does; from then on Node 20 keeps a context for each promise.
      await (await fetch(new URL('/health/ready', server.url))).text();
      for (const [at, { call }] of CALLS.entries()) {
        await measure(server, call, { duration: WARM_UP[at]! });
      }
    }
    const tracks: Track<Subject, Measurement>[][] = [];
    for (const { what, call } of CALLS) {
      tracks.push(
        await interleaved<Subject, Measurement>({
          subjects,
          rounds,
          name: ({ name }) => `${what}, ${name}`,
          run: ({ server }) => measure(server, call, { duration: seconds, polling: true }),
          tell: toldBriefly,
        }),
      );
    }
    return tracks;
  } finally {
    await Promise.all(subjects.map(({ server }) => server.stop()));
  }
}

function sampled({ url }: OtlpReceiver, ratio: string): Record<string, string> {
  return {
    ENABLE_TRACING: 'true',
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: ratio,
  };
}

const cpu = ({ cpuMicros }: Measurement) => cpuMicros;

function costTable(tracks: readonly CostTrack[]): string {
  const off = offOf(tracks);
  const columns: readonly Column<CostTrack>[] = [
    { heading: 'sampled', align: 'left', cell: ({ subject }) => subject.name },
    { heading: 'µs CPU a call', cell: ({ rounds }) => medianOf(rounds, cpu).toFixed(1) },
    { heading: 'CPU × off', cell: (track) => medianRatio(track, off, cpu).toFixed(3) },
  ];
  return markdownTable(columns, tracks);
}

function barsOf(call: string, tracks: readonly CostTrack[]): Bar[] {
  const off = offOf(tracks);
  return RATIOS.flatMap((ratio, at) => {
    if (!('atMost' in ratio)) return [];
    const figure = medianRatio(tracks[at]!, off, cpu);
    const what = `CPU of a call of ${call}, ${ratio.name} sampled, against off`;
    return [{ what, figure, limit: { atMost: ratio.atMost }, unit: '×' }];
  });
}

function offOf([off]: readonly CostTrack[]): CostTrack {
  if (off === undefined) throw new Error('Nothing was measured.');
  return off;
}

runProgram(main);
