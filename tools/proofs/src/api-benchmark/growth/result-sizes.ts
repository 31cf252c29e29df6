import { ask } from '../measure/ask';
import { createCall, type Call } from '../measure/call';
import { interleaved } from '../measure/interleaved';
import { medianOf } from '../measure/median';
import { measure, toldBriefly } from '../measure/measure';
import { apiProgram, startAnswering } from '../measure/start-answering';
import type { BenchOptions } from '../options';
import { markdownTable } from '../report/markdown-table';
import type { Finding } from './finding';

const SIZES = { '1 KB': 1_000, '10 KB': 10_000, '1 MB': 1_000_000 };

interface Subject {
  readonly size: string;
  readonly encoding: 'identity' | 'gzip';
  readonly call: Call;
}

const SUBJECTS: readonly Subject[] = Object.entries(SIZES).flatMap(([size, bytes]) =>
  (['identity', 'gzip'] as const).map((encoding) => ({
    size,
    encoding,
    call: createCall(
      'modern',
      'tools/call',
      { name: 'sized_result', arguments: { bytes } },
      { 'accept-encoding': encoding },
    ),
  })),
);

/** What long results cost, for clients that take gzip and for others. */
export async function resultSizes({ rounds, seconds }: BenchOptions): Promise<Finding> {
  const server = await startAnswering(apiProgram({ BENCH_TOOLS: '10' }), SUBJECTS[0]!.call);
  try {
    for (const subject of SUBJECTS) {
      await check(server.url, subject);
      await measure(server, subject.call, { duration: 1 });
    }
    const tracks = await interleaved({
      subjects: SUBJECTS,
      rounds: Math.min(rounds, 5),
      name: ({ size, encoding }) => `${size} ${encoding}`,
      run: ({ call }) => measure(server, call, { duration: seconds }),
      tell: toldBriefly,
    });
    const text = markdownTable(
      [
        { heading: 'result', cell: ({ subject }) => subject.size },
        { heading: 'encoding', align: 'left', cell: ({ subject }) => subject.encoding },
        {
          heading: 'CPU µs a call',
          cell: (t) => medianOf(t.rounds, (r) => r.cpuMicros).toFixed(0),
        },
        {
          heading: 'calls/s',
          cell: (t) => Math.round(medianOf(t.rounds, (r) => r.throughput)).toLocaleString('en'),
        },
        { heading: 'p50 ms', cell: (t) => medianOf(t.rounds, (r) => r.p50Ms).toFixed(1) },
        { heading: 'p99 ms', cell: (t) => medianOf(t.rounds, (r) => r.p99Ms).toFixed(1) },
        {
          heading: 'KB on the wire',
          cell: (t) => (medianOf(t.rounds, (r) => r.bytes / r.answered) / 1_000).toFixed(1),
        },
      ],
      tracks,
    );
    return { heading: 'Long results', text, bars: [] };
  } finally {
    await server.stop();
  }
}

/** @throws {Error} the answer is not encoded as it should be */
async function check(url: string, { size, encoding, call }: Subject): Promise<void> {
  const { status, headers } = await ask(url, call);
  const found = headers.get('content-encoding') ?? 'identity';
  if (status === 200 && found === encoding) return;
  throw new Error(`${size}: expected 200 as ${encoding}, found ${status} as ${found}.`);
}
