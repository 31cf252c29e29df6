import { createCall, type Call } from '../measure/call';
import { interleaved, type Track } from '../measure/interleaved';
import { median, medianOf } from '../measure/median';
import { measure, toldBriefly, type Measurement } from '../measure/measure';
import { medianRatio } from '../measure/ratio';
import type { ServerProcess } from '../measure/server-process';
import { answerTo, apiProgram, startAnswering } from '../measure/start-answering';
import type { BenchOptions } from '../options';
import { paths } from '../paths';
import { markdownTable } from '../report/markdown-table';
import type { Finding } from './finding';

const SIZES = [10, 100, 1_000];

interface Subject {
  readonly what: 'call' | 'list' | 'gzip' | 'bytes' | 'floor';
  readonly tools: number;
  readonly server: ServerProcess;
  readonly call: Call;
}
type Tracks = readonly Track<Subject, Measurement>[];

const CALL = createCall('modern', 'tools/call', { name: 'tool_5', arguments: { data: 'hello' } });
const LIST = createCall('modern', 'tools/list', {});
/** As most clients ask for it. */
const GZIP = createCall('modern', 'tools/list', {}, { 'accept-encoding': 'gzip' });

/** What calls and lists cost as the catalog grows. */
export async function catalogSize({ rounds, seconds }: BenchOptions): Promise<Finding> {
  const subjects: Subject[] = [];
  try {
    const floor = await startAnswering({ file: paths.floor }, CALL);
    subjects.push({ what: 'floor', tools: 0, server: floor, call: CALL });
    for (const tools of SIZES) await startHosts(subjects, tools);
    for (const { server, call } of subjects) await measure(server, call, { duration: 2 });
    const tracks = await interleaved({
      subjects,
      rounds,
      name: ({ what, tools }) => `${what} ${tools}`,
      run: ({ server, call }) => measure(server, call, { duration: seconds }),
      tell: toldBriefly,
    });
    return { heading: 'Calls and lists as the catalog grows', ...read(tracks) };
  } finally {
    await Promise.all(subjects.map(({ server }) => server.stop()));
  }
}

/** Hosts of so many tools, and a floor that answers lists of the same length. */
async function startHosts(subjects: Subject[], tools: number): Promise<void> {
  const program = apiProgram({ BENCH_TOOLS: String(tools) });
  const caller = await startAnswering(program, CALL);
  subjects.push({ what: 'call', tools, server: caller, call: CALL });
  // A process of its own: the garbage of long lists is no cost of a call.
  const lister = await startAnswering(program, LIST);
  subjects.push({ what: 'list', tools, server: lister, call: LIST });
  const zipper = await startAnswering(program, GZIP);
  subjects.push({ what: 'gzip', tools, server: zipper, call: GZIP });
  const { length: bytes } = await answerTo(lister, LIST);
  const sameBytes = createCall('modern', 'tools/list', { bytes });
  const floor = await startAnswering({ file: paths.listFloor }, sameBytes);
  subjects.push({ what: 'bytes', tools, server: floor, call: sameBytes });
}

function read(tracks: Tracks): Pick<Finding, 'text' | 'bars'> {
  const of = (what: Subject['what'], tools: number) =>
    tracks.find(({ subject }) => subject.what === what && subject.tools === tools)!;
  const cpu = ({ cpuMicros }: Measurement) => cpuMicros;
  const floor = of('floor', 0);
  const micros = (what: Subject['what'], tools: number) => medianOf(of(what, tools).rounds, cpu);

  const text = markdownTable(
    [
      { heading: 'tools', cell: (tools) => String(tools) },
      { heading: '`tools/call` CPU µs', cell: (tools) => micros('call', tools).toFixed(0) },
      {
        heading: 'calls/s',
        cell: (tools) =>
          Math.round(medianOf(of('call', tools).rounds, (r) => r.throughput)).toLocaleString('en'),
      },
      { heading: '`tools/list` CPU µs', cell: (tools) => micros('list', tools).toFixed(0) },
      { heading: '… as gzip', cell: (tools) => micros('gzip', tools).toFixed(0) },
      { heading: 'the same bytes from `node:http`', cell: (t) => micros('bytes', t).toFixed(0) },
      { heading: 'KB a list', cell: (tools) => (bytesOf(of('list', tools)) / 1_000).toFixed(0) },
    ],
    SIZES,
  );
  const [fewest, most] = [SIZES[0]!, SIZES.at(-1)!];
  const bars = [
    {
      what: `CPU of a call at ${most} tools, against ${fewest}`,
      figure: medianRatio(of('call', most), of('call', fewest), cpu),
      limit: { atMost: 1.1 },
      unit: '×',
    },
    {
      what: `CPU of a list of ${most} tools, against three floors and its bytes`,
      figure: againstFloorsAndBytes(of('list', most), floor, of('bytes', most)),
      limit: { atMost: 1 },
      unit: '×',
    },
  ];
  return { text: `Floor: ${medianOf(floor.rounds, cpu).toFixed(0)} µs.\n\n${text}`, bars };
}

/** The bytes cost what a floor pays for them over and above a short answer. */
function againstFloorsAndBytes(list: Tracks[0], floor: Tracks[0], bytes: Tracks[0]): number {
  return median(
    list.rounds.map(({ cpuMicros }, round) => {
      const onShort = floor.rounds[round]!.cpuMicros;
      const onBytes = bytes.rounds[round]!.cpuMicros - onShort;
      return cpuMicros / (3 * onShort + Math.max(0, onBytes));
    }),
  );
}

function bytesOf({ rounds }: Tracks[0]): number {
  return medianOf(rounds, ({ bytes, answered }) => bytes / answered);
}
