import { Agent, request, type ClientRequest } from 'node:http';
import { once } from 'node:events';
import { ask } from '../measure/ask';
import { createCall } from '../measure/call';
import { inParallel } from '../measure/in-parallel';
import type { Memory, ServerProcess } from '../measure/server-process';
import { apiProgram, startAnswering } from '../measure/start-answering';
import { markdownTable } from '../report/markdown-table';
import type { Finding } from './finding';

const INITIALIZE = createCall('legacy', 'initialize', {
  protocolVersion: '2025-11-25',
  capabilities: { elicitation: {}, sampling: {}, roots: { listChanged: true } },
  clientInfo: { name: 'bench', version: '1.0.0' },
});

interface Row {
  readonly what: string;
  readonly sessions: number;
  readonly memory: Memory;
}

/** What a session holds that nobody uses. */
export async function idleSessions(): Promise<Finding> {
  const program = apiProgram({ MCP_SESSIONS: 'auto' }, ['--expose-gc']);
  const server = await startAnswering(program, INITIALIZE);
  try {
    // What the first sessions cost once (compiled code, grown tables) is no session's own.
    const first = await open(server, 1_000);
    await inParallel(32, first, (id) => end(server, id));
    const rows: Row[] = [];
    const base = await server.memory();
    await open(server, 1_000);
    rows.push({ what: 'idle', sessions: 1_000, memory: since(base, await server.memory()) });
    await open(server, 4_000);
    rows.push({ what: 'idle', sessions: 5_000, memory: since(base, await server.memory()) });
    rows.push(await withStreams(server));
    return { heading: 'Idle sessions', ...read(rows) };
  } finally {
    await server.stop();
  }
}

/** As the SDK's clients do: each session holds its GET stream open. */
async function withStreams(server: ServerProcess): Promise<Row> {
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  const before = await server.memory();
  const ids = await open(server, 1_000);
  const streams = await inParallel(32, ids, (id) => listen(server, id, agent));
  const memory = since(before, await server.memory());
  for (const stream of streams) stream.destroy();
  agent.destroy();
  return { what: 'with its GET stream open', sessions: 1_000, memory };
}

async function open(server: ServerProcess, count: number): Promise<string[]> {
  return inParallel(32, new Array<undefined>(count).fill(undefined), async () => {
    const { headers, text } = await ask(server.url, INITIALIZE);
    const id = headers.get('mcp-session-id');
    if (id === null) throw new Error(`No session: ${text}`);
    const call = createCall('legacy', 'ping', {}, { 'mcp-session-id': id });
    await ask(server.url, call);
    return id;
  });
}

async function end(server: ServerProcess, id: string): Promise<void> {
  await fetch(server.url, { method: 'DELETE', headers: { 'mcp-session-id': id } });
}

async function listen(server: ServerProcess, id: string, agent: Agent): Promise<ClientRequest> {
  const headers = { accept: 'text/event-stream', 'mcp-session-id': id };
  const stream = request(server.url, { agent, headers }).end();
  // Ended by us at the end of the measurement.
  stream.on('error', () => undefined);
  const [response] = (await once(stream, 'response')) as [NodeJS.ReadableStream];
  response.on('error', () => undefined).resume();
  return stream;
}

function since(before: Memory, after: Memory): Memory {
  return { rss: after.rss - before.rss, heapUsed: after.heapUsed - before.heapUsed };
}

function read(rows: readonly Row[]): Pick<Finding, 'text' | 'bars'> {
  const kilobytes = (bytes: number, { sessions }: Row) => (bytes / sessions / 1_000).toFixed(1);
  const text = markdownTable(
    [
      { heading: 'session', align: 'left', cell: ({ what }) => what },
      { heading: 'sessions', cell: ({ sessions }) => sessions.toLocaleString('en') },
      { heading: 'heap KB each', cell: (row) => kilobytes(row.memory.heapUsed, row) },
      { heading: 'RSS KB each', cell: (row) => kilobytes(row.memory.rss, row) },
    ],
    rows,
  );
  const most = rows[1]!;
  const figure = Math.max(most.memory.rss, most.memory.heapUsed) / most.sessions / 1_000;
  const what = 'memory of an idle session, of 5,000 (RSS or heap, whichever is more)';
  return { text, bars: [{ what, figure, limit: { atMost: 50 }, unit: 'KB' }] };
}
