import { conditions } from '../api-benchmark/report/conditions';
import { barsTable, type Bar } from '../api-benchmark/report/bar';
import { markdownTable, type Column } from '../api-benchmark/report/markdown-table';
import { median } from '../api-benchmark/measure/median';
import type { Service } from './good-clients';
import type { Tally } from './hostile/hostile.program';
import type { Sample } from './sample';

const MIB = 2 ** 20;

/** The samples whose median is where memory begins and ends. */
const EDGE = 5;

export interface Soak {
  readonly clients: number;
  readonly addresses: number;
  /** Before the clients were alone for some minutes. */
  readonly before: Sample;
  readonly alone: Service;
  /** One a minute; the first, of the start, has no attack in it. */
  readonly samples: readonly Sample[];
  readonly tally: Tally;
}

/** What the server promises while it is attacked. */
export function soakBars(soak: Soak): Bar[] {
  const { alone, samples } = soak;
  const attacked = samples.slice(1);
  const all = attacked.flatMap(({ service }) => service.latencies).sort((a, b) => a - b);
  const heap = (some: readonly Sample[]) => median(some.map(({ heapUsed }) => heapUsed));
  const first = attacked.slice(0, EDGE);
  const last = attacked.slice(-EDGE);
  const failed = attacked.reduce((sum, { service }) => sum + service.failures.length, 0);
  return [
    { what: 'failed calls of good clients', figure: failed, limit: { atMost: 0 }, unit: '' },
    {
      what: 'their 99th percentile, against that of being alone',
      figure: percentile(all, 99) / percentile(alone.latencies, 99),
      limit: { atMost: 3 },
      unit: '×',
    },
    {
      what: `heap at the end, against that after ${EDGE} minutes`,
      figure: heap(last) / heap(first),
      limit: { atMost: 1.1 },
      unit: '×',
    },
    {
      what: 'database, an hour of it, beside the records of good calls',
      figure: (grown(attacked, ({ databaseBytes }) => databaseBytes) - recorded(soak)) / MIB,
      limit: { atMost: 100 },
      unit: 'MiB',
    },
    {
      what: 'log, an hour of it',
      figure: grown(attacked, ({ logBytes }) => logBytes) / MIB,
      limit: { atMost: 100 },
      unit: 'MiB',
    },
  ];
}

/** @param sorted ascending */
export function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? NaN;
}

/** Bytes an hour. */
function grown(samples: readonly Sample[], bytes: (sample: Sample) => number): number {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || first === last) return NaN;
  return ((bytes(last) - bytes(first)) / (last.minute - first.minute)) * 60;
}

/** Bytes of the audit record of a call, with its indexes, as they were without attacks. */
function recordBytes({ before, alone, samples: [first] }: Soak): number {
  if (first === undefined) return NaN;
  const calls = alone.latencies.length + first.service.latencies.length;
  return (first.databaseBytes - before.databaseBytes) / calls;
}

/** Bytes an hour of the records of good calls. */
function recorded(soak: Soak): number {
  const { samples } = soak;
  const calls = samples.slice(2).reduce((sum, { service }) => sum + service.latencies.length, 0);
  return ((recordBytes(soak) * calls) / (samples.length - 2)) * 60;
}

/** Attempts a second, of all kinds. */
function rate(tally: Tally, minutes: number): number {
  const counts = Object.values(tally).flatMap((outcomes) => Object.values(outcomes));
  return Math.round(counts.reduce((sum, count) => sum + count, 0) / (minutes * 60));
}

export function soakReport(soak: Soak): string {
  const { alone, samples, clients, addresses, tally } = soak;
  const how = `${samples.length - 1} minutes of attacks from ${addresses} addresses beside ${clients} clients that call a tool once a second each; the api runs as in production, in one process with a heap of 256 MiB; each attacker tries again about a second after its last try ended, and all of them run, on the same machine, only while the CPU has nothing else to do`;
  return [
    conditions(how),
    barsTable(soakBars(soak)),
    `Alone, before the attacks: ${alone.latencies.length} calls, p50 ${percentile(alone.latencies, 50).toFixed(1)} ms, p99 ${percentile(alone.latencies, 99).toFixed(1)} ms.`,
    `Each good call is recorded in the audit trail, which the bar of the database leaves out: ${recordBytes(soak).toFixed(0)} bytes each, ${(recorded(soak) / MIB).toFixed(0)} MiB an hour.`,
    markdownTable(minutes, samples.filter(isShown)),
    `How the attacks were answered, ${rate(tally, samples.length - 1)} a second (\`kept\`: a connection that the attacker gave up first; \`closed\`: cut without an answer):`,
    markdownTable(attacks, Object.entries(tally)),
  ].join('\n\n');
}

const isShown = ({ minute }: Sample) => minute <= 1 || minute % 5 === 0;

const minutes: readonly Column<Sample>[] = [
  { heading: 'minute', cell: ({ minute }) => String(minute) },
  { heading: 'good calls', cell: ({ service }) => String(service.latencies.length) },
  { heading: 'failed', cell: ({ service }) => String(service.failures.length) },
  { heading: 'p50, ms', cell: ({ service }) => percentile(service.latencies, 50).toFixed(1) },
  { heading: 'p99, ms', cell: ({ service }) => percentile(service.latencies, 99).toFixed(1) },
  { heading: 'slowest, ms', cell: ({ service }) => percentile(service.latencies, 100).toFixed(0) },
  { heading: 'heap, MiB', cell: ({ heapUsed }) => (heapUsed / MIB).toFixed(1) },
  { heading: 'RSS, MiB', cell: ({ rss }) => (rss / MIB).toFixed(0) },
  { heading: 'database, MiB', cell: ({ databaseBytes }) => (databaseBytes / MIB).toFixed(1) },
  { heading: 'log, MiB', cell: ({ logBytes }) => (logBytes / MIB).toFixed(1) },
];

const attacks: readonly Column<[string, Readonly<Record<string, number>>]>[] = [
  { heading: 'attack', align: 'left', cell: ([name]) => name },
  {
    heading: 'answers',
    align: 'left',
    cell: ([, outcomes]) =>
      Object.entries(outcomes)
        .sort(([, a], [, b]) => b - a)
        .map(([outcome, count]) => `${outcome}: ${count}`)
        .join(', '),
  },
];
