import { ask } from '../measure/ask';
import { createCall, type Call } from '../measure/call';
import { load } from '../measure/load';
import type { ServerProcess } from '../measure/server-process';
import { apiProgram, startAnswering } from '../measure/start-answering';
import type { BenchOptions } from '../options';
import { Progress } from '../report/progress';
import { markdownTable } from '../report/markdown-table';
import type { Finding } from './finding';

const STEPS = 4;

interface Way {
  readonly what: string;
  readonly env: Readonly<Record<string, string>>;
  readonly call: (server: ServerProcess) => Promise<Call>;
}

interface Row {
  readonly what: string;
  /** Bytes of heap after garbage collection: before, and after each step. */
  readonly heap: readonly number[];
}

const PARAMS = { name: 'process_data', arguments: { data: 'hello' } };

const INITIALIZE = createCall('legacy', 'initialize', {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'bench', version: '1.0.0' },
});

const WAYS: readonly Way[] = [
  { what: 'modern', env: {}, call: async () => createCall('modern', 'tools/call', PARAMS) },
  {
    what: 'legacy without a session',
    env: {},
    call: async () => createCall('legacy', 'tools/call', PARAMS),
  },
  { what: 'legacy, all in one session', env: { MCP_SESSIONS: 'auto' }, call: inSession },
];

async function inSession({ url }: ServerProcess): Promise<Call> {
  const { headers } = await ask(url, INITIALIZE);
  const id = headers.get('mcp-session-id') ?? '';
  return createCall('legacy', 'tools/call', PARAMS, { 'mcp-session-id': id });
}

/** Whether calls leave something behind. */
export async function heapOverCalls({ quick }: BenchOptions): Promise<Finding> {
  const callsAStep = quick ? 5_000 : 50_000;
  const progress = new Progress(WAYS.length);
  const rows: Row[] = [];
  for (const way of WAYS) {
    rows.push(await watch(way, callsAStep));
    progress.step(`heap  ${way.what}`);
  }
  progress.end();
  return { heading: 'Heap after many calls', ...read(rows, callsAStep) };
}

async function watch({ what, env, call }: Way, callsAStep: number): Promise<Row> {
  const program = apiProgram(env, ['--expose-gc']);
  const server = await startAnswering(program, INITIALIZE);
  try {
    const request = await call(server);
    // The first calls compile code and fill the caches that stay.
    await load(server.url, request, { amount: callsAStep });
    const heap = [(await server.memory()).heapUsed];
    for (let step = 0; step < STEPS; step++) {
      await load(server.url, request, { amount: callsAStep });
      heap.push((await server.memory()).heapUsed);
    }
    return { what, heap };
  } finally {
    await server.stop();
  }
}

function read(rows: readonly Row[], callsAStep: number): Pick<Finding, 'text' | 'bars'> {
  const megabytes = (bytes = 0) => (bytes / 1e6).toFixed(2);
  const text = markdownTable(
    [
      { heading: 'heap MB', align: 'left', cell: ({ what }) => what },
      { heading: 'at first', cell: ({ heap }) => megabytes(heap[0]) },
      ...Array.from({ length: STEPS }, (_, step) => ({
        heading: `+ ${((step + 1) * callsAStep).toLocaleString('en')}`,
        cell: ({ heap }: Row) => megabytes(heap[step + 1]),
      })),
    ],
    rows,
  );
  const bars = rows.map(({ what, heap }) => ({
    what: `heap that a call leaves behind, ${what}`,
    figure: (heap.at(-1)! - heap[0]!) / (STEPS * callsAStep),
    // A leak of one object a call would be tens of bytes; less is the noise of V8's own tables.
    limit: { atMost: 1 },
    unit: 'bytes',
  }));
  return { text, bars };
}
