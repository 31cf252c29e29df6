import { parseArgs } from 'node:util';
import { OtlpReceiver } from '@repo/telemetry/testing';
import { createCall } from '../api-benchmark/measure/call';
import { interleaved, type Track } from '../api-benchmark/measure/interleaved';
import { measure, toldBriefly, type Measurement } from '../api-benchmark/measure/measure';
import { medianOf } from '../api-benchmark/measure/median';
import { medianRatio } from '../api-benchmark/measure/ratio';
import type { ServerProcess } from '../api-benchmark/measure/server-process';
import { apiProgram, startAnswering } from '../api-benchmark/measure/start-answering';
import { markdownTable, type Column } from '../api-benchmark/report/markdown-table';
import { writeSections } from '../api-benchmark/report/document';
import { conditions } from '../api-benchmark/report/conditions';
import { runProgram } from '../api-benchmark/run-program';
import { installPackages } from '../installed-packages';
import { paths } from '../api-benchmark/paths';

interface Subject {
  readonly name: string;
  readonly server: ServerProcess;
}

/** A call as production has it: of somebody who is signed in, and recorded. */
const API_KEY = 'the-key-of-a-benchmark';
const PRODUCTION = { BENCH_TOOLS: '10', API_KEY, MCP_AUTH: 'required', AUDIT: 'best-effort' };

const callOf = (name: string, input: object) =>
  createCall('modern', 'tools/call', { name, arguments: input }, { 'x-api-key': API_KEY });

const CALLS = [
  { what: 'A tool that does nothing', call: callOf('tool_1', { data: 'hello' }) },
  {
    what: 'A tool that works for a tenth of a millisecond',
    call: callOf('digest', { rounds: 100 }),
  },
] as const;

/** `nx run proofs:tracing-cost`: what a call costs without tracing, and with few traces sampled. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '4' },
      'write-docs': { type: 'boolean', default: false },
    },
  });
  const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];
  installPackages(paths.peers);
  const receiver = await OtlpReceiver.start();
  const sampled = (ratio: string) => ({
    ENABLE_TRACING: 'true',
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: ratio,
  });
  const start = async (name: string, environment: Record<string, string>): Promise<Subject> => ({
    name,
    server: await startAnswering(apiProgram({ ...PRODUCTION, ...environment }), CALLS[0].call),
  });
  const subjects = [
    await start('off', {}),
    await start('1 %', sampled('0.01')),
    await start('10 %', sampled('0.1')),
    await start('all', sampled('1')),
  ];
  for (const { server } of subjects) {
    // As every load balancer does; from then on Node keeps a context for each promise.
    await (await fetch(new URL('/health/ready', server.url))).text();
    for (const { call } of CALLS) await measure(server, call, { duration: seconds });
  }

  const tables: string[] = [];
  for (const { what, call } of CALLS) {
    const tracks = await interleaved<Subject, Measurement>({
      subjects,
      rounds,
      name: ({ name }) => `${what}, ${name}`,
      run: ({ server }) => measure(server, call, { duration: seconds }),
      tell: toldBriefly,
    });
    tables.push(`${what}:\n\n${costTable(tracks)}`);
  }
  await Promise.all(subjects.map(({ server }) => server.stop()));
  await receiver.stop();
  const table = tables.join('\n\n');
  console.log(`\n${table}\n${receiver.spans.length} spans came.`);
  if (!values['write-docs']) return;
  const how = `medians of ${rounds} interleaved rounds of ${seconds} s at 32 connections`;
  await writeSections({ tracing: `${conditions(how)}\n\n${table}` });
}

function costTable(tracks: readonly Track<Subject, Measurement>[]): string {
  const [off] = tracks;
  if (off === undefined) throw new Error('Nothing was measured.');
  const cpu = ({ cpuMicros }: Measurement) => cpuMicros;
  const columns: readonly Column<Track<Subject, Measurement>>[] = [
    { heading: 'sampled', align: 'left', cell: ({ subject }) => subject.name },
    { heading: 'µs CPU a call', cell: ({ rounds }) => medianOf(rounds, cpu).toFixed(1) },
    { heading: 'CPU × off', cell: (track) => medianRatio(track, off, cpu).toFixed(3) },
  ];
  return markdownTable(columns, tracks);
}

runProgram(main);
